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

// iTunes nests subcategories.
void add_categories(Element e, std::vector<std::string>& out) {
  add_once(out, e.attribute("text"));
  for (auto inner = e.first(); inner; inner = inner.next()) add_once(out, inner.attribute("text"));
}

void add_words(std::string_view s, std::vector<std::string>& out) {
  for (std::size_t start = 0; start < s.size();) {
    const auto end = std::min(s.find(',', start), s.size());
    add_once(out, folded_space(s.substr(start, end - start)));
    start = end + 1;
  }
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
      if (e.attribute("url").empty())
        if (const auto player = e.child(Space::Media, "player"))
          add_enclosure(out, {resolved(player, base, player.attribute("url")), {}, {}});
    } else if (e.is(Space::Media, "player")) {
      fill(out.link, resolved(e, base, e.attribute("url")));
    } else if (e.is(Space::Media, "thumbnail")) {
      add_enclosure(out, {resolved(e, base, e.attribute("url")), "image/*", {}});
    } else if (e.is(Space::Media, "category")) {
      add_once(out.categories,
               e.attribute("label").empty() ? folded_space(e.text()) : e.attribute("label"));
    } else if (e.is(Space::Media, "peerLink")) {
      add_enclosure(out, {resolved(e, base, e.attribute("href")), e.attribute("type"), {}});
    } else if (e.is(Space::Media, "title")) {
      fill(out.title, e.html());
    } else if (e.is(Space::Media, "description")) {
      fill(out.summary, e.html());
    }
  }
}

void read_dublin_core(Element e, Entry& out) {
  const auto name = lowered(e.name());
  if (name == "title")
    fill(out.title, e.html());
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
        fill(out.title, e.html());
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
        add_categories(e, out.categories);
      else if (name == "keywords")
        add_words(e.text(), out.categories);
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
    else if (e.is(Space::FeedBurner, "origEnclosureLink") && !out.enclosures.empty() &&
             !e.text().empty())
      out.enclosures.front().href = resolved(e, base, e.text());
  }
  for (auto e = item.first(); e; e = e.next()) {
    if (e.space() != Space::Itunes) continue;
    if (same_word(e.name(), "author"))
      add_once(out.authors, person_name(e.text()));
    else if (same_word(e.name(), "title"))
      fill(out.title, e.html());
    else if (same_word(e.name(), "summary"))
      fill(out.summary, e.html());
    else if (same_word(e.name(), "subtitle"))
      fill(out.summary, e.html());
    else if (same_word(e.name(), "category"))
      add_categories(e, out.categories);
    else if (same_word(e.name(), "keywords"))
      add_words(e.text(), out.categories);
  }
  add_media(item.first(), base, out);
}

}  // namespace chokepoint
