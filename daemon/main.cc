#include <cstdio>
int main() { std::puts("eightbells " EIGHTBELLS_VERSION); }
