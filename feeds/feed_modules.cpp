// What RSS modules add to a feed or an entry. They come last and only fill what the format itself
// left open.
#include <algorithm>
#include <charconv>

#include "feeds/feed_formats.h"
#include "feeds/xml_text.h"

namespace chokepoint {
namespace {

std::optional<std::chrono::minutes> syndication_interval(Element channel) {
  const auto period = lowered(channel.child(Space::Syndication, "updatePeriod").text());
  if (period.empty()) return std::nullopt;
  const long minutes = period == "hourly"    ? 60
                       : period == "weekly"  ? 7 * 24 * 60
                       : period == "monthly" ? 30 * 24 * 60
                       : period == "yearly"  ? 365 * 24 * 60
                                             : 24 * 60;
  long frequency = 1;
  const auto text = channel.child(Space::Syndication, "updateFrequency").text();
  std::from_chars(text.data(), text.data() + text.size(), frequency);
  return std::chrono::minutes(std::max(minutes / std::clamp(frequency, 1L, minutes), 1L));
}

void add_media(Element e, std::string_view base, Entry& out) {
  for (; e; e = e.next()) {
    if (e.is(Space::Media, "group")) {
      add_media(e.first(), base, out);
    } else if (e.is(Space::Media, "content")) {
      auto type = e.attribute("type");
      if (type.empty() && !e.attribute("medium").empty()) type = e.attribute("medium") + "/*";
      add_enclosure(
          out, {resolved(e, base, e.attribute("url")), std::move(type), e.attribute("fileSize")});
      add_media(e.first(), base, out);
    } else if (e.is(Space::Media, "peerLink")) {
      add_enclosure(out, {resolved(e, base, e.attribute("href")), e.attribute("type"), {}});
    } else if (e.is(Space::Media, "title")) {
      fill(out.title, title_text(e));
    } else if (e.is(Space::Media, "description")) {
      fill(out.summary, e.html());
    }
  }
}

void read_dublin_core(Element e, Entry& out) {
  const auto name = lowered(e.name());
  if (name == "title")
    fill(out.title, title_text(e));
  else if (name == "creator" || name == "author")
    add_once(out.authors, person_name(e.text()));
  else if (name == "date" || name == "issued" || name == "created")
    fill(out.published, e.text());
  else if (name == "modified")
    fill(out.updated, e.text());
  else if (name == "subject")
    add_once(out.categories, folded_space(e.text()));
  else if (name == "description" || name == "abstract")
    fill(out.summary, e.html());
  else if (name == "language")
    fill(out.language, e.text());
  else if (name == "identifier")
    fill(out.id, e.text());
}

}  // namespace

void read_modules(Element channel, std::string_view base, ParsedFeed& out) {
  for (auto e = channel.first(); e; e = e.next()) {
    const auto name = lowered(e.name());
    if (e.space() == Space::Dc) {
      if (name == "title")
        fill(out.title, title_text(e));
      else if (name == "description")
        fill(out.description, e.html());
      else if (name == "language")
        fill(out.language, e.text());
      else if (name == "rights")
        fill(out.copyright, e.html());
      else if (name == "creator" || name == "author")
        add_once(out.authors, person_name(e.text()));
      else if (name == "date" || name == "issued")
        fill(out.published, e.text());
      else if (name == "modified")
        fill(out.updated, e.text());
      else if (name == "subject")
        add_once(out.categories, folded_space(e.text()));
    } else if (e.space() == Space::Itunes || e.space() == Space::GooglePlay) {
      if (name == "author")
        add_once(out.authors, person_name(e.text()));
      else if (name == "image")
        fill(out.image,
             resolved(e, base, e.attribute("href").empty() ? e.text() : e.attribute("href")));
      else if (name == "summary" || name == "subtitle")
        fill(out.description, e.html());
      else if (name == "category")
        add_once(out.categories, e.attribute("text"));
    } else if (e.is(Space::Media, "thumbnail")) {
      fill(out.image, resolved(e, base, e.attribute("url")));
    }
  }
  if (const auto asked = syndication_interval(channel))
    out.interval = out.interval ? std::max(*out.interval, *asked) : *asked;
}

void read_modules(Element item, std::string_view base, Entry& out) {
  for (auto e = item.first(); e; e = e.next()) {
    if (e.space() == Space::Dc)
      read_dublin_core(e, out);
    else if (e.is(Space::Content, "encoded"))
      fill(out.content, e.html());
    else if (e.is(Space::FeedBurner, "origLink") && !e.text().empty())
      out.link = resolved(e, base, e.text());
  }
  for (auto e = item.first(); e; e = e.next()) {
    if (e.space() != Space::Itunes) continue;
    if (same_word(e.name(), "author"))
      add_once(out.authors, person_name(e.text()));
    else if (same_word(e.name(), "title"))
      fill(out.title, title_text(e));
    else if (same_word(e.name(), "summary"))
      fill(out.summary, e.html());
    else if (same_word(e.name(), "subtitle"))
      fill(out.summary, e.html());
  }
  add_media(item.first(), base, out);
}

}  // namespace chokepoint
