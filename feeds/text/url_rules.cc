// What in an address says nothing about the page: tracking parameters, and wrappers around the true address.
// The lists are facts about the web, collected from what mail, ad and analytics systems document and what
// feeds carry. A name stands here only when pages do not change by it; names that are ambiguous ("ref",
// "source", "from") count only with values that tell a way of arrival, or on hosts that are known to use them
// so.
#include <algorithm>
#include <iterator>

#include "feeds/base/utf8.h"
#include "feeds/text/url_parts.h"

namespace eightbells {
namespace {

constexpr auto npos = std::string_view::npos;

constexpr std::string_view kTrackingPrefixes[] = {
    "__hs",   "_hs",  "at_bbc", "at_campaign", "at_custom", "at_format", "at_link",    "at_medium",
    "at_ptr", "fb_",  "ga_",    "guce_",       "hsa_",      "itm_",      "matomo_",    "mtm_",
    "ns_",    "oly_", "piwik_", "pk_",         "sc_",       "share_",    "trk",        "uta_",
    "utm-",   "utm_", "vero_",  "mkt_",        "asc_",      "_branch_",  "rb_clickid",
};

// Sorted; small letters.
constexpr std::string_view kTrackingNames[] = {
    "__cf_chl_tk",
    "__s",
    "__twitter_impression",
    "__tn__",
    "_ga",
    "_gl",
    "_ke",
    "_kx",
    "_openstat",
    "_r",
    "_t",
    "amp",
    "amp_gsa",
    "amp_js_v",
    "bbid",
    "bxid",
    "campaignid",
    "ceid_ref",
    "chksm",
    "ck_subscriber_id",
    "cm_mmc",
    "cmp",
    "cmpid",
    "cndid",
    "csource",
    "cvid",
    "dclid",
    "dicbo",
    "echobox",
    "ef_id",
    "elqaid",
    "elqat",
    "elqtrack",
    "elqtrackid",
    "emc",
    "epik",
    "esrc",
    "fbclid",
    "ftag",
    "ftcamp",
    "gad_campaignid",
    "gad_source",
    "gbraid",
    "gclid",
    "gclsrc",
    "gs_l",
    "guccounter",
    "hpid",
    "hss_channel",
    "icid",
    "igsh",
    "igshid",
    "inf_contact_key",
    "irclickid",
    "irgwc",
    "isappinstalled",
    "ito",
    "li_fat_id",
    "linkid",
    "mbid",
    "mc_cid",
    "mc_eid",
    "ml_subscriber",
    "ml_subscriber_hash",
    "mod_ref",
    "msclkid",
    "mtrref",
    "ncid",
    "nr_email_referer",
    "nsukey",
    "ocid",
    "oicd",
    "partner_ref",
    "rdt_cid",
    "ref_",
    "ref_src",
    "ref_url",
    "referer",
    "referrer",
    "rss_id",
    "s_cid",
    "s_kwcid",
    "sb_referer_host",
    "sccid",
    "scm",
    "sfnsn",
    "sh",
    "smid",
    "smtyp",
    "soc_src",
    "soc_trk",
    "spm",
    "spref",
    "sr_share",
    "sref",
    "srsltid",
    "taid",
    "tpcc",
    "tsrc",
    "ttclid",
    "twclid",
    "unique_k",
    "usqp",
    "vd_source",
    "via_ref",
    "wbraid",
    "wickedid",
    "wprov",
    "wt_mc",
    "wt_zmc",
    "xsec_source",
    "xsec_token",
    "xtor",
    "yclid",
    "ysclid",
    "zanpid",
};

constexpr std::string_view kArrivalNames[] = {"cid", "feed", "from",  "medium", "origin", "partner",
                                              "ref", "rel",  "share", "source", "src",    "via"};

constexpr std::string_view kArrivalValues[] = {
    "android",       "app",        "atom",         "bluesky",    "copylink", "dlvr.it",   "email",
    "emailshare",    "facebook",   "fb",           "feed",       "feedly",   "flipboard", "friends_link",
    "from_copylink", "googlenews", "groupmessage", "hackernews", "hn",       "homepage",  "instagram",
    "ios",           "line",       "linkedin",     "mail",       "mastodon", "mobile",    "newsletter",
    "pocket",        "qq",         "reddit",       "search",     "share",    "sharelink", "singlemessage",
    "social",        "sns",        "telegram",     "threads",    "timeline", "toutiao",   "twitter",
    "weibo",         "weixin",     "wechat",       "whatsapp",   "x",        "xueqiu",    "zhihu"};

struct HostParameter {
  std::string_view host;  // this host and its subdomains
  std::string_view name;
};

constexpr HostParameter kHostParameters[] = {
    {"news.google.com", "hl"},
    {"news.google.com", "gl"},
    {"news.google.com", "ceid"},
    {"news.google.com", "oc"},
    {"youtube.com", "ab_channel"},
    {"youtube.com", "app"},
    {"youtube.com", "feature"},
    {"youtube.com", "pp"},
    {"youtube.com", "si"},
    {"youtube.com", "t"},
    {"spotify.com", "si"},
    {"wsj.com", "mod"},
    {"marketwatch.com", "mod"},
    {"barrons.com", "mod"},
    {"nytimes.com", "partner"},
    {"nytimes.com", "rss"},
    {"bilibili.com", "from_source"},
    {"bilibili.com", "seid"},
    {"bilibili.com", "ts"},
    {"bilibili.com", "timestamp"},
    {"mp.weixin.qq.com", "scene"},
    {"mp.weixin.qq.com", "mpshare"},
    {"mp.weixin.qq.com", "srcid"},
    {"mp.weixin.qq.com", "platform"},
    {"mp.weixin.qq.com", "sharer_shareinfo"},
    {"mp.weixin.qq.com", "sharer_shareinfo_first"},
    {"mp.weixin.qq.com", "subscene"},
    {"mp.weixin.qq.com", "sessionid"},
    {"mp.weixin.qq.com", "clicktime"},
    {"mp.weixin.qq.com", "enterid"},
    {"mp.weixin.qq.com", "pass_ticket"},
    {"mp.weixin.qq.com", "key"},
    {"mp.weixin.qq.com", "uin"},
    {"mp.weixin.qq.com", "devicetype"},
    {"mp.weixin.qq.com", "version"},
    {"mp.weixin.qq.com", "lang"},
    {"mp.weixin.qq.com", "ascene"},
    {"mp.weixin.qq.com", "exportkey"},
    {"mp.weixin.qq.com", "wx_header"},
    {"mp.weixin.qq.com", "poc_token"},
    {"medium.com", "sk"},
    {"msn.com", "ei"},
    {"msn.com", "pc"},
    {"substack.com", "r"},
    {"substack.com", "s"},
    {"substack.com", "isfreemail"},
    {"substack.com", "publication_id"},
    {"substack.com", "post_id"},
    {"substack.com", "triedredirect"},
    {"substack.com", "showwelcomeonshare"},
    {"reddit.com", "context"},
    {"reddit.com", "rdt"},
    {"amazon.com", "tag"},
    {"feishu.cn", "from"},
    {"facebook.com", "mibextid"},
    {"tiktok.com", "_r"},
    {"tiktok.com", "is_from_webapp"},
    {"tiktok.com", "sender_device"},
    {"xiaohongshu.com", "app_platform"},
    {"zhihu.com", "utm_psn"},
};

// Hosts where "ref" names a branch.
constexpr std::string_view kCodeHosts[] = {"github.com", "gitlab.com", "bitbucket.org", "codeberg.org",
                                           "gitee.com"};

struct Wrapper {
  std::string_view host;
  std::string_view path;  // begins with
  std::string_view parameter;
};

constexpr Wrapper kWrappers[] = {
    {"google.com", "/url", "url"},
    {"google.com", "/url", "q"},
    {"news.google.com", "/news/url", "url"},
    {"news.url.google.com", "/", "url"},
    {"youtube.com", "/redirect", "q"},
    {"l.facebook.com", "/l.php", "u"},
    {"lm.facebook.com", "/l.php", "u"},
    {"l.instagram.com", "/", "u"},
    {"facebook.com", "/flx/warn", "u"},
    {"out.reddit.com", "/", "url"},
    {"linkedin.com", "/redir/redirect", "url"},
    {"bing.com", "/news/apiclick.aspx", "url"},
    {"duckduckgo.com", "/l/", "uddg"},
    {"t.umblr.com", "/redirect", "z"},
    {"slack-redir.net", "/link", "url"},
    {"vk.com", "/away.php", "to"},
    {"steamcommunity.com", "/linkfilter", "url"},
    {"link.zhihu.com", "/", "target"},
    {"link.juejin.cn", "/", "target"},
    {"link.csdn.net", "/", "target"},
    {"jianshu.com", "/go-wild", "url"},
    {"medium.com", "/r/", "url"},
    {"disq.us", "/url", "url"},
    {"getpocket.com", "/redirect", "url"},
    {"weixin110.qq.com", "/", "url"},
    {"c.pc.qq.com", "/", "url"},
    {"douban.com", "/link2", "url"},
    {"gcc02.safelinks.protection.outlook.com", "/", "url"},
    {"safelinks.protection.outlook.com", "/", "url"},
    {"feedproxy.google.com", "/", "url"},
    {"feeds.feedburner.com", "/", "url"},
    {"feedblitz.com", "/", "url"},
    {"api.follow.it", "/", "url"},
    {"exit.sc", "/", "url"},
    {"curator.io", "/redirect", "url"},
    {"translate.google.com", "/translate", "u"},
    {"apple.news", "/redirect", "url"},
    {"rss.app", "/redirect", "url"},
    {"r.sohu.com", "/", "url"},
    {"sspai.com", "/link", "target"},
    {"oschina.net", "/action/gotolink", "url"},
    {"infoq.cn", "/link", "target"},
};

bool is_under(std::string_view host, std::string_view parent) {
  return host == parent || (host.size() > parent.size() && host.ends_with(parent) &&
                            host[host.size() - parent.size() - 1] == '.');
}

bool is_web_address(std::string_view text) {
  return text.starts_with("http://") || text.starts_with("https://");
}

// The value of a query parameter, decoded, or nothing.
std::string parameter_of(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view piece = query.substr(0, end);
    if (piece.size() > name.size() && piece.starts_with(name) && piece[name.size()] == '=') {
      return percent_decode(piece.substr(name.size() + 1));
    }
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return {};
}

// "/c/s/host/path" of the AMP cache: "s" says https.
std::string amp_cache_target(std::string_view path) {
  const std::size_t mark = path.find("/s/");
  if (mark == npos) return {};
  return "https://" + std::string(path.substr(mark + 3));
}

}  // namespace

bool is_tracking_parameter(std::string_view host, std::string_view written_name,
                           std::string_view written_value) {
  const std::string name = ascii_lower(written_name);
  for (const std::string_view prefix : kTrackingPrefixes) {
    if (name.starts_with(prefix)) return true;
  }
  if (std::find(std::begin(kTrackingNames), std::end(kTrackingNames), name) != std::end(kTrackingNames))
    return true;
  for (const HostParameter& known : kHostParameters) {
    if (known.name == name && is_under(host, known.host)) return true;
  }
  if (name == "ref") {
    return std::none_of(std::begin(kCodeHosts), std::end(kCodeHosts),
                        [&](std::string_view code) { return is_under(host, code); });
  }
  if (std::find(std::begin(kArrivalNames), std::end(kArrivalNames), name) == std::end(kArrivalNames))
    return false;
  const std::string value = ascii_lower(written_value);
  if (value.starts_with("rss")) return true;
  return std::find(std::begin(kArrivalValues), std::end(kArrivalValues), value) != std::end(kArrivalValues);
}

std::string wrapped_target(std::string_view host, std::string_view path, std::string_view query) {
  if (host.ends_with("cdn.ampproject.org")) return amp_cache_target(path);
  if (host == "google.com" && path.starts_with("/amp/s/")) return "https://" + std::string(path.substr(7));
  if (host == "web.archive.org" && path.starts_with("/web/")) {
    const std::size_t target = path.find("/http", 5);
    return target == npos ? std::string() : std::string(path.substr(target + 1));
  }
  if (query.empty()) return {};
  for (const Wrapper& wrapper : kWrappers) {
    if (!is_under(host, wrapper.host) || !path.starts_with(wrapper.path)) continue;
    std::string target = parameter_of(query, wrapper.parameter);
    if (is_web_address(target)) return target;
  }
  return {};
}

}  // namespace eightbells
