"""nginx on loopback, serving a directory of made feeds to any address in 127.0.0.0/8, at once or after 100 ms."""
import os
import shutil
import socket
import subprocess
import time

CONFIGURATION = """
daemon off; worker_processes 1; worker_rlimit_nofile 65536; pid {work}/nginx.pid; error_log {work}/nginx.log;
{echo}
events {{ worker_connections 16384; }}
http {{
  access_log off; default_type application/xml; gzip_static on; etag on; keepalive_requests 1000000; sendfile on;
  client_body_temp_path {work}/b; proxy_temp_path {work}/p; fastcgi_temp_path {work}/f; uwsgi_temp_path {work}/u;
  scgi_temp_path {work}/s;
  server {{ listen {fast} backlog=8192; allow 127.0.0.0/8; deny all; root {feeds}; }}
  {slow_server}
}}
"""
SLOW = "server {{ listen {slow} backlog=8192; allow 127.0.0.0/8; deny all; location / {{ echo_sleep 0.1; echo_exec @file; }} location @file {{ root {feeds}; }} }}"
ECHO = "/usr/lib/nginx/modules/ngx_http_echo_module.so"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Nginx:
    def __init__(self, work, feeds):
        self.fast, self.slow = free_port(), free_port()
        self.has_latency = os.path.exists(ECHO)
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        slow_server = SLOW.format(slow=self.slow, feeds=feeds) if self.has_latency else ""
        file = f"{work}/nginx.conf"
        with open(file, "w") as out:
            out.write(CONFIGURATION.format(work=work, feeds=feeds, fast=self.fast, slow_server=slow_server,
                                           echo=f"load_module {ECHO};" if self.has_latency else ""))
        self.process = subprocess.Popen([program, "-c", file], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", self.fast)) == 0:
                    return
            time.sleep(0.05)
        raise SystemExit(f"nginx does not answer: see {work}/nginx.log")

    def stop(self):
        self.process.terminate()
        self.process.wait()


def address(n, port, file, query=""):
    """The n-th of many addresses on loopback, each a host of its own."""
    return f"http://127.{1 + n // 62500}.{n // 250 % 250}.{n % 250 + 1}:{port}/{file}{query}"
