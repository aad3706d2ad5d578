#include "storage/ask.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

#include "storage/database.h"

namespace chokepoint {
namespace {

// With more articles than this to a text query, its words do not tell them apart: they come newest
// first, and events are looked at one by one instead of through all their articles.
constexpr std::int64_t kNarrow = 1000;

struct Order {
  Subject subject;
  const char *name, *sql, *reversed;
};
// The first of a subject is its own.
constexpr std::array kOrders{
    Order{Subject::Events, "date",
          "coalesce(e.date, date(e.first_seen, 'unixepoch')) DESC, e.first_seen DESC, e.name",
          "coalesce(e.date, date(e.first_seen, 'unixepoch')), e.first_seen, e.name"},
    Order{Subject::Events, "seen", "e.first_seen DESC, e.name", "e.first_seen, e.name"},
    Order{Subject::Events, "changed", "e.last_seen DESC, e.name", "e.last_seen, e.name"},
    Order{Subject::Events, "severity", "e.severity DESC, e.first_seen DESC, e.name",
          "e.severity, e.first_seen, e.name"},
    Order{Subject::Events, "origins", "e.origins DESC, e.first_seen DESC, e.name",
          "e.origins, e.first_seen, e.name"},
    Order{Subject::Articles, "date",
          "coalesce(d.published, date(d.first_seen, 'unixepoch')) DESC, d.first_seen DESC, d.name",
          "coalesce(d.published, date(d.first_seen, 'unixepoch')), d.first_seen, d.name"},
    Order{Subject::Articles, "seen", "d.first_seen DESC, d.name", "d.first_seen, d.name"},
    Order{Subject::Articles, "rank", "articles_fts.rank, articles_fts.rowid DESC",
          "articles_fts.rank DESC, articles_fts.rowid"},
    Order{Subject::Changes, "date", "t.at, t.published, t.kind <> 'first_seen', t.name",
          "t.at DESC, t.published DESC, t.kind = 'first_seen', t.name"},
    Order{Subject::Changes, "severity", "t.severity DESC, t.at DESC, t.name",
          "t.severity, t.at, t.name"},
};

Error bad(const Filter& filter, const std::string& value, const std::string& wanted) {
  return {Error::Kind::Config, "--" + std::string(filter.name) + " " + value + ": " + wanted, ""};
}

std::string with_case(std::string s, int (*change)(int)) {
  for (auto& c : s) c = static_cast<char>(change(static_cast<unsigned char>(c)));
  return s;
}

bool is_choice(std::string_view choices, const std::string& value) {
  return (" " + std::string(choices) + " ").find(" " + value + " ") != std::string::npos &&
         !value.empty();
}

std::optional<double> number(const std::string& s) {
  double out = 0;
  const auto [end, failed] = std::from_chars(s.data(), s.data() + s.size(), out);
  const bool good = failed == std::errc() && end == s.data() + s.size() && std::isfinite(out);
  return good ? std::optional(out) : std::nullopt;
}

// The value as it is kept; empty: not one.
std::optional<std::string> tidy(const Filter& f, std::string v) {
  switch (f.kind) {
    case FilterKind::Word:
    case FilterKind::Text:
      return v;
    case FilterKind::Code:
      return with_case(std::move(v), std::toupper);
    case FilterKind::Name:
      return with_case(std::move(v), std::tolower);
    case FilterKind::Choice:
      return is_choice(f.choices, v) ? std::optional(v) : std::nullopt;
    case FilterKind::Pair: {
      v = with_case(std::move(v), std::toupper);
      const auto cut = v.find_first_of(":-");
      const bool whole = cut != std::string::npos && cut > 0 && cut + 1 < v.size();
      return whole ? std::optional(v) : std::nullopt;
    }
    case FilterKind::Number:
      return number(v) ? std::optional(v) : std::nullopt;
    case FilterKind::YesNo:
      return v == "yes" || v == "no" ? std::optional(v) : std::nullopt;
    case FilterKind::FirstDay:
    case FilterKind::LastDay:
      return v.size() == 10 && parse_day(v) ? std::optional(v) : std::nullopt;
    case FilterKind::Since:
    case FilterKind::Until:
      return parse_rfc3339(v) ? std::optional(v) : std::nullopt;
  }
  return std::nullopt;
}

std::string wanted(const Filter& f) {
  switch (f.kind) {
    case FilterKind::Choice:
      return "not one of " + std::string(f.choices);
    case FilterKind::Pair:
      return "write it as CN:JP, or CN-JP for either way";
    case FilterKind::Number:
      return "not a number";
    case FilterKind::YesNo:
      return "yes or no";
    default:
      return "not a day; write it as 2026-01-06";
  }
}

// Building the WHERE of one question.
class Builder {
 public:
  Builder(const Question& question, Conditions& out) : question_(question), out_(out) {}

  void add(const Asked& asked) {
    const Filter& f = *asked.filter;
    if (const auto* direct = own(f)) {
      out_.sql += " AND (" + filled(direct, asked, out_.bound) + ")";
    } else if (question_.subject == Subject::Articles) {
      if (f.on_event != nullptr)
        events_ += " AND (" + filled(f.on_event, asked, event_bound_) + ")";
    } else if (f.on_article != nullptr) {
      const char* sql = f.kind == FilterKind::Text && out_.dense
                            ? "EXISTS (SELECT 1 FROM articles_fts WHERE articles_fts MATCH ? AND "
                              "articles_fts.rowid = d.id)"
                            : f.on_article;
      articles_ += " AND (" + filled(sql, asked, article_bound_) + ")";
    }
  }

  void finish(bool few_articles) {
    if (!events_.empty()) {
      out_.sql +=
          " AND d.id IN (SELECT m.document FROM events e JOIN event_mentions em ON em.event = e.id "
          "JOIN mentions m ON m.id = em.mention WHERE 1" +
          events_ + ")";
      std::ranges::copy(event_bound_, std::back_inserter(out_.bound));
    }
    if (articles_.empty()) return;
    if (few_articles)
      out_.sql +=
          " AND e.id IN (SELECT em.event FROM documents d JOIN mentions m ON m.document = d.id "
          "JOIN "
          "event_mentions em ON em.mention = m.id WHERE 1" +
          articles_ + ")";
    else
      out_.sql +=
          " AND EXISTS (SELECT 1 FROM event_mentions em JOIN mentions m ON m.id = em.mention JOIN "
          "documents d ON d.id = m.document WHERE em.event = e.id" +
          articles_ + ")";
    std::ranges::copy(article_bound_, std::back_inserter(out_.bound));
  }

 private:
  const char* own(const Filter& f) const {
    if (question_.subject == Subject::Articles) return f.on_article;
    if (question_.subject == Subject::Changes && f.on_change != nullptr) return f.on_change;
    if (f.kind == FilterKind::Name && out_.common_item)
      return "EXISTS (SELECT 1 FROM event_items i WHERE i.event = e.id AND i.item {})";
    return f.on_event;
  }

  std::string filled(const char* sql, const Asked& asked, std::vector<Bound>& bound) {
    if (asked.filter->kind == FilterKind::Pair) return pair(sql, asked.values.front(), bound);
    std::string out = sql;
    if (const auto at = out.find("{}"); at != std::string::npos) {
      std::string list = "= ?";
      if (asked.values.size() > 1) {
        list = "IN (?";
        for (std::size_t i = 1; i < asked.values.size(); ++i) list += ", ?";
        list += ")";
      }
      out.replace(at, 2, list);
      std::ranges::copy(asked.values, std::back_inserter(bound));
      return out;
    }
    for (auto n = std::ranges::count(out, '?'); n > 0; --n) bound.push_back(value(asked));
    return out;
  }
  static std::string pair(const char* sql, const std::string& value, std::vector<Bound>& bound) {
    const auto cut = value.find_first_of(":-");
    const std::string a = value.substr(0, cut), b = value.substr(cut + 1);
    bound.insert(bound.end(), {a, b});
    if (value[cut] == ':') return sql;
    bound.insert(bound.end(), {b, a});
    return std::string("(") + sql + ") OR (" + sql + ")";
  }
  Bound value(const Asked& asked) const {
    const auto& v = asked.values.front();
    switch (asked.filter->kind) {
      case FilterKind::Number:
        return number(v).value_or(0);
      case FilterKind::YesNo:
        return std::int64_t{v == "yes"};
      case FilterKind::Since:
      case FilterKind::Until:
        return std::int64_t{moment_of(asked).value_or(Instant{}).time_since_epoch().count()};
      case FilterKind::Text:
        return out_.text->match;
      default:
        return v;
    }
  }

  const Question& question_;
  Conditions& out_;
  std::string events_, articles_;
  std::vector<Bound> event_bound_, article_bound_;
};

// How many articles have the text, counted to `most` + 1 at the furthest.
std::int64_t count_matches(Database& db, const std::string& match, std::int64_t most) {
  auto s = db.prepare(
      "SELECT count(*) FROM (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ? LIMIT ?)");
  s.with(match, most + 1).step();
  return s.integer(0);
}

// Where a tenth of all articles have the text, looking at one event's articles after the other
// finds enough sooner than listing all that match.
void weigh(Database& db, Subject subject, Conditions& out) {
  out.narrow = count_matches(db, out.text->match, kNarrow) <= kNarrow;
  if (out.narrow || subject == Subject::Articles) return;
  auto all = db.prepare("SELECT max(id) FROM documents");
  all.step();
  const auto tenth = all.integer(0) / 10;
  out.dense = count_matches(db, out.text->match, tenth) > tenth;
}

// Thousands of events on the goods: enough of them are found by looking at one after the other.
bool is_common(Database& db, const Asked& item) {
  auto s = db.prepare("SELECT count(*) FROM (SELECT 1 FROM event_items WHERE item = ? LIMIT ?)");
  std::int64_t most = 0;
  for (const auto& value : item.values) {
    s.with(value, kNarrow).step();
    most = std::max(most, s.integer(0));
    s.reset();
  }
  return most == kNarrow;
}

}  // namespace

const Asked* Question::find(std::string_view name) const {
  const auto at =
      std::ranges::find_if(asked, [&](const Asked& a) { return a.filter->name == name; });
  return at == asked.end() ? nullptr : &*at;
}

std::optional<Instant> moment_of(const Asked& asked) {
  const auto& s = asked.values.front();
  const auto t = parse_rfc3339(s);
  const bool end = asked.filter->kind == FilterKind::Until && s.size() == 10;
  return t && end ? *t + std::chrono::days{1} - std::chrono::seconds{1} : t;
}

std::optional<Instant> as_of_instant(const Question& question) {
  const auto* asked = question.find("as-of");
  return asked == nullptr ? std::nullopt : moment_of(*asked);
}

Result<void> ask(Question& question, std::string_view name, std::vector<std::string> values) {
  const auto f = std::ranges::find_if(filters(), [&](const Filter& r) { return r.name == name; });
  if (f == filters().end())
    return Error{Error::Kind::Config, "no filter '" + std::string(name) + "'", ""};
  for (auto& v : values) {
    auto tidied = tidy(*f, v);
    if (!tidied) return bad(*f, v, wanted(*f));
    v = *std::move(tidied);
  }
  if (values.empty()) return {};
  if (f->kind == FilterKind::Text)
    if (auto read = parse_text_query(values.front()); !read) return read.error();
  question.asked.push_back({&*f, std::move(values)});
  return {};
}

std::vector<std::string_view> sort_orders(Subject subject) {
  std::vector<std::string_view> out;
  for (const auto& o : kOrders)
    if (o.subject == subject) out.emplace_back(o.name);
  return out;
}

Conditions conditions_of(Database& db, const Question& question,
                         std::span<const std::string_view> but) {
  Conditions out;
  if (const auto* text = question.find("text")) {
    out.text = *parse_text_query(text->values.front());
    weigh(db, question.subject, out);
  }
  if (const auto* item = question.find("item")) out.common_item = is_common(db, *item);
  Builder builder(question, out);
  for (const auto& asked : question.asked)
    if (std::ranges::find(but, std::string_view(asked.filter->name)) == but.end())
      builder.add(asked);
  builder.finish(out.text && out.narrow);
  return out;
}

std::string shown_of(const Question& question) {
  return std::string(question.dismissed ? "" : " AND e.dismissed = 0") +
         (question.weak ? "" : " AND (e.weak = 0 OR e.confirmed = 1)");
}

std::string order_of(const Question& question) {
  const Order* found = nullptr;
  for (const auto& o : kOrders)
    if (o.subject == question.subject && (found == nullptr || question.sort == o.name) &&
        (found == nullptr || found->name != question.sort))
      found = &o;
  return std::string(" ORDER BY ") + (question.reversed ? found->reversed : found->sql);
}

int bind_all(Statement& statement, std::span<const Bound> bound, int from) {
  for (const auto& b : bound) std::visit([&](const auto& v) { statement.bind(++from, v); }, b);
  return from;
}

}  // namespace chokepoint
