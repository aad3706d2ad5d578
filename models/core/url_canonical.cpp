#include <algorithm>
#include <array>

#include "models/core/url.h"

namespace chokepoint {
namespace {

// Parameters that say where a reader came from, never which page is shown. Prefixes end in '*'.
constexpr std::array kTracking = std::to_array<std::string_view>({
    "utm_*",
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "ysclid",
    "twclid",
    "ttclid",
    "igshid",
    "igsh",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "_hsenc",
    "_hsmi",
    "__hssc",
    "__hstc",
    "__hsfp",
    "hsctatracking",
    "vero_id",
    "vero_conv",
    "oly_enc_id",
    "oly_anon_id",
    "_openstat",
    "wickedid",
    "s_cid",
    "ncid",
    "cmpid",
    "icid",
    "ito",
    "_ga",
    "_gl",
    "spm",
    "scm",
    "share_token",
    "at_medium",
    "at_campaign*",
    "at_custom*",
    "at_link*",
    "at_format",
    "at_ptr_name",
    "at_bbc_team",
    "pk_campaign",
    "pk_kwd",
    "pk_source",
    "pk_medium",
    "mtm_*",
    "matomo_*",
    "piwik_*",
    "hmb_*",
    "wt_mc",
    "wt_zmc",
    "wt.mc_id",
    "xtor",
    "ns_mchannel",
    "ns_source",
    "ns_campaign",
    "ns_linkname",
    "ns_fee",
    "guccounter",
    "guce_referrer*",
    "soc_src",
    "soc_trk",
    "smid",
    "smtyp",
    "partner_rss",
    "ftag",
    "cvid",
    "ocid",
    "feature_rss",
    "rss_from",
    "from_rss",
    "srnd",
    "sref",
    "taid",
    "tblci",
    "trk",
    "trkinfo",
    "trk_*",
    "ref_src",
    "ref_url",
    "action_object_map",
    "action_type_map",
    "action_ref_map",
    "fb_action_ids",
    "fb_action_types",
    "fb_source",
    "fb_ref",
    "__twitter_impression",
    "__tn__",
    "_ke",
    "rb_clickid",
    "ml_subscriber*",
    "dicbo",
    "oborigurl",
    "outbrainclickid",
    "sc_channel",
    "sc_campaign",
    "sc_src",
    "sr_share",
    "cmp_ins",
    "s_kwcid",
    "ef_id",
    "epik",
    "srsltid",
    "sfmc_id",
    "sfmc_*",
    "campaign_id_mail",
    "mod_rss",
    "wprov",
    "weibo_id",
    "isappinstalled",
    "share_from",
    "shareto",
});

// Parameters (with the value, where it matters) that ask for the AMP or mobile rendering of a page.
constexpr std::array kRendering = std::to_array<std::string_view>(
    {"amp", "amp=1", "amp=true", "outputtype=amp", "output=amp", "view=amp", "_amp=true",
     "amp_js_v", "amp_gsa", "usqp", "amp_lite", "mobile=1", "m=1"});

std::string ascii_lowered(std::string_view s) {
  std::string out(s);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

bool is_noise(std::string_view parameter) {
  const auto whole = ascii_lowered(parameter);
  const auto name = whole.substr(0, whole.find('='));
  const auto tracks = [&](std::string_view known) {
    return known.ends_with('*') ? name.starts_with(known.substr(0, known.size() - 1))
                                : name == known;
  };
  const auto renders = [&](std::string_view known) {
    if (known.find('=') != std::string_view::npos) return whole == known;
    return known == "amp" ? whole == "amp" || whole == "amp=" : name == known;
  };
  return whole.empty() || std::any_of(kTracking.begin(), kTracking.end(), tracks) ||
         std::any_of(kRendering.begin(), kRendering.end(), renders);
}

std::string without_noise(std::string_view query) {
  std::string out;
  while (!query.empty()) {
    query.remove_prefix(1);  // '?' or '&'
    const auto end = std::min(query.find('&'), query.size());
    if (const auto parameter = query.substr(0, end); !is_noise(parameter))
      out.append(out.empty() ? "?" : "&").append(parameter);
    query.remove_prefix(end);
  }
  return out;
}

// The page behind an AMP cache address, or empty: .../amp/s/HOST/PATH and
// X.cdn.ampproject.org/c/s/HOST/PATH.
std::string behind_amp_cache(const Url& url) {
  std::string_view rest = url.path;
  const bool google = registrable_domain(url.host).starts_with("google.");
  if (google && rest.starts_with("/amp/")) {
    rest.remove_prefix(5);
  } else if (url.host.ends_with(".cdn.ampproject.org") && rest.size() > 3 && rest[2] == '/') {
    rest.remove_prefix(3);
  } else {
    return {};
  }
  const bool secure = rest.starts_with("s/");
  if (secure) rest.remove_prefix(2);
  if (rest.find('.') == std::string_view::npos) return {};
  return (secure ? "https://" : "http://") + std::string(rest) + url.query;
}

// "m.example.com" -> "www.example.com", "en.m.example.org" -> "en.example.org".
std::string desktop_host(const std::string& host) {
  const auto domain = registrable_domain(host);
  if (host.size() <= domain.size() + 1) return host;
  std::string_view labels(host.data(), host.size() - domain.size());  // with the dot at the end
  for (const std::string_view twin : {"m.", "mobile.", "amp.", "touch.", "wap."})
    if (labels.starts_with(twin)) {
      labels.remove_prefix(twin.size());
      return (labels.empty() ? "www." : std::string(labels)) + domain;
    }
  if (labels.ends_with(".m.")) return std::string(labels.substr(0, labels.size() - 2)) + domain;
  return host;
}

std::string without_amp(std::string path) {
  if (path.ends_with("/amp/"))
    path.erase(path.size() - 4);
  else if (path.ends_with("/amp"))
    path.erase(path.size() - 4);
  else if (path.ends_with(".amp"))
    path.erase(path.size() - 4);
  else if (path.ends_with(".amp.html"))
    path.erase(path.size() - 9, 4);
  else if (path.ends_with("/amp.html"))
    path.erase(path.size() - 9);
  else if (path.starts_with("/amp/") && path.size() > 12)
    path.erase(0, 4);
  if (path.empty()) path = "/";
  return path;
}

}  // namespace

std::string canonical_url(std::string_view s) {
  auto url = parse_url(s);
  if (!url) return std::string(s);
  if (const auto inner = behind_amp_cache(*url); !inner.empty())
    if (auto page = parse_url(inner)) url = std::move(page);
  url->host = desktop_host(url->host);
  url->path = without_amp(std::move(url->path));
  url->query = without_noise(url->query);
  // "#!/page" addresses are pages of their own; any other fragment is a place within one.
  if (!url->fragment.starts_with("#!")) url->fragment.clear();
  return url->string();
}

}  // namespace chokepoint
