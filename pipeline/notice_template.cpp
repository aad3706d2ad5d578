#include "pipeline/notice_template.h"

#include <algorithm>
#include <array>

#include "models/core/country.h"
#include "models/core/escape.h"
#include "pipeline/notify.h"

namespace chokepoint {
namespace {

enum class Into { Subject, Text, Html };

const TemplateNames kNews{{"news"}, {}};
const TemplateNames kSource{
    {"outlet", "tier", "lang", "published", "title", "url", "quote", "background"}, {}};
const std::vector<std::string_view> kOfEvent{
    "event",    "pair",    "actor", "actor_code", "target",    "target_code", "type",
    "type_id",  "stage",   "items", "date",       "effective", "expires",     "agencies",
    "document", "answers", "link",  "severity",   "origins",   "articles",    "what"};
const TemplateNames kEvent{kOfEvent, {{"news", &kNews}, {"sources", &kSource}}};

// Beside what a notice has itself, the names of its first event.
TemplateNames names_of_notice() {
  TemplateNames out{{"subscription", "subject", "made", "remark", "events_count"},
                    {{"events", &kEvent}, {"news", &kNews}, {"sources", &kSource}}};
  out.fields.insert(out.fields.end(), kOfEvent.begin(), kOfEvent.end());
  return out;
}

class Values {
 public:
  Values(Into into, const std::string& page) : into_(into), page_(page) {}

  TemplateValues of(const Notice& n) const {
    TemplateValues out;
    if (!n.parts.empty()) out = of(n.parts.front());
    put(out, "subscription", n.subscription);
    put(out, "subject", n.subject);
    put(out, "made", format_rfc3339(n.made));
    put(out, "remark", n.remark);
    put(out, "events_count", std::to_string(n.parts.size()));
    auto& events = out.lists["events"];
    for (const auto& part : n.parts) events.push_back(of(part));
    return out;
  }

 private:
  void put(TemplateValues& out, const char* name, const std::string& value) const {
    out.fields[name] = into_ == Into::Html ? escape_markup(value) : value;
  }

  void put(TemplateValues& out, const char* name, const Quote& quote) const {
    out.fields[name] = into_ == Into::Html   ? marked_html(quote)
                       : into_ == Into::Text ? marked_text(quote)
                                             : quote.text;
  }

  // Nothing a browser would run.
  void put_url(TemplateValues& out, const char* name, const std::string& url) const {
    const bool web = url.starts_with("https://") || url.starts_with("http://");
    put(out, name, web || into_ != Into::Html ? url : std::string());
  }

  TemplateValues of(const NoticePart& part) const {
    const Event& e = part.event;
    const auto day = [](const std::optional<PartialDate>& d) { return d ? d->string() : ""; };
    TemplateValues out;
    put(out, "event", e.id);
    put(out, "pair", pair_name(e));
    put(out, "actor", e.actor.empty() ? "" : country_name(e.actor));
    put(out, "actor_code", e.actor);
    put(out, "target", e.target.empty() ? "" : country_name(e.target));
    put(out, "target_code", e.target);
    put(out, "type", type_name(e.type));
    put(out, "type_id", e.type);
    put(out, "stage", stage_name(e.stage));
    put(out, "items", joined(e.items));
    put(out, "agencies", joined(e.agencies));
    put(out, "date", day(e.date));
    put(out, "effective", day(e.effective));
    put(out, "expires", day(e.expires));
    put(out, "document", e.document);
    put(out, "answers", part.answers);
    put_url(out, "link", page_.empty() ? "" : page_ + "/event/" + e.id);
    put(out, "severity", severity_name(e.severity));
    put(out, "origins", std::to_string(e.origins));
    put(out, "articles", std::to_string(part.sources.size()));
    put(out, "what", part.news.empty() ? "" : part.news.front());
    for (const auto& news : part.news) put(out.lists["news"].emplace_back(), "news", news);
    auto& sources = out.lists["sources"];
    for (const auto& source : part.sources) sources.push_back(of(source));
    return out;
  }

  TemplateValues of(const NoticeSource& s) const {
    const auto& d = s.source;
    TemplateValues out;
    put(out, "outlet", outlet_name(d));
    put(out, "tier", std::string(name_of(d.tier)));
    put(out, "lang", d.lang);
    put(out, "published", d.published ? format_day(*d.published) : "");
    put(out, "title", s.title);
    put_url(out, "url", d.url);
    put(out, "quote", s.quote);
    put(out, "background", d.background ? "yes" : "");
    return out;
  }

  Into into_;
  const std::string& page_;
};

}  // namespace

const TemplateNames& notice_names() {
  static const TemplateNames kNames = names_of_notice();
  return kNames;
}

Notice with_subject(Notice notice, const Subscription& subscription, const std::string& page) {
  if (!subscription.templates.subject) return notice;
  notice.subject =
      fill_template(*subscription.templates.subject, Values(Into::Subject, page).of(notice));
  std::ranges::replace_if(
      notice.subject, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; },
      ' ');
  return notice;
}

std::string text_for(const Notice& notice, const Subscription& subscription,
                     const std::string& page) {
  if (!subscription.templates.text) return notice_text(notice, page);
  return fill_template(*subscription.templates.text, Values(Into::Text, page).of(notice));
}

std::string html_for(const Notice& notice, const Subscription& subscription,
                     const std::string& page) {
  if (!subscription.templates.html) return notice_html(notice, page);
  return fill_template(*subscription.templates.html, Values(Into::Html, page).of(notice));
}

}  // namespace chokepoint
