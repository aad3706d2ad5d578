#include "storage/text_query.h"

#include <algorithm>
#include <optional>

#include "models/core/fold.h"
#include "models/core/words.h"

namespace chokepoint {
namespace {

struct Token {
  enum class Kind { Word, Phrase, Open, Close, Minus, End } kind = Kind::End;
  std::string text;
  std::string column;   // "title" or "body", where one was named
  bool prefix = false;  // a '*' follows
  std::size_t at = 0;   // character of the query, from 1
};

constexpr std::size_t kMaxTokens = 256;
constexpr int kMaxDepth = 32;

Error wrong(std::string what, std::size_t at) {
  return {Error::Kind::Malformed,
          "search text: " + std::move(what) + " (character " + std::to_string(at) + ")", ""};
}

bool ends_word(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '"' || c == '(' || c == ')';
}

class QueryReader {
 public:
  explicit QueryReader(std::string_view s) : s_(s) {}

  Result<std::vector<Token>> tokens() {
    std::vector<Token> out;
    while (skip()) {
      if (out.size() >= kMaxTokens) return wrong("too long", place());
      auto token = one();
      if (!token) return token.error();
      out.push_back(*std::move(token));
    }
    out.push_back({Token::Kind::End, "", "", false, place()});
    return out;
  }

 private:
  std::size_t place() const {
    return 1 + static_cast<std::size_t>(std::count_if(
                   s_.begin(), s_.begin() + static_cast<std::ptrdiff_t>(pos_),
                   [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
  }
  bool skip() {
    while (pos_ < s_.size() && ends_word(s_[pos_]) && s_[pos_] != '"' && s_[pos_] != '(' &&
           s_[pos_] != ')')
      ++pos_;
    return pos_ < s_.size();
  }
  bool star() {
    if (pos_ >= s_.size() || s_[pos_] != '*') return false;
    ++pos_;
    return true;
  }
  std::string column() {
    for (const auto& [name, is] :
         {std::pair{"title:", "title"}, {"text:", "body"}, {"body:", "body"}})
      if (s_.substr(pos_).starts_with(name)) {
        pos_ += std::string_view(name).size();
        return is;
      }
    return "";
  }
  Result<Token> one() {
    Token t;
    t.at = place();
    if (s_[pos_] == '(' || s_[pos_] == ')') {
      t.kind = s_[pos_++] == '(' ? Token::Kind::Open : Token::Kind::Close;
      return t;
    }
    const bool apart = pos_ == 0 || ends_word(s_[pos_ - 1]);
    if (s_[pos_] == '-' && apart && pos_ + 1 < s_.size() && !ends_word(s_[pos_ + 1])) {
      ++pos_;
      t.kind = Token::Kind::Minus;
      return t;
    }
    t.column = column();
    if (pos_ < s_.size() && s_[pos_] == '"') return phrase(std::move(t));
    const auto start = pos_;
    while (pos_ < s_.size() && !ends_word(s_[pos_])) ++pos_;
    t.kind = Token::Kind::Word;
    t.text = s_.substr(start, pos_ - start);
    if (t.text.empty()) return wrong("a word is missing after ':'", place());
    if (t.text.size() > 1 && t.text.back() == '*') {
      t.prefix = true;
      t.text.pop_back();
    }
    return t;
  }
  Result<Token> phrase(Token t) {
    const auto end = s_.find('"', pos_ + 1);
    if (end == std::string_view::npos) return wrong("a quote is opened and not closed", place());
    t.kind = Token::Kind::Phrase;
    t.text = s_.substr(pos_ + 1, end - pos_ - 1);
    pos_ = end + 1;
    t.prefix = star();
    return t;
  }

  std::string_view s_;
  std::size_t pos_ = 0;
};

// or: and (OR and)*; and: not ((AND)? not)*; not: one (NOT one)*
class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  Result<TextQuery> run() {
    if (peek().kind == Token::Kind::End) return wrong("nothing to search for", 1);
    auto all = any();
    if (!all) return all.error();
    if (peek().kind == Token::Kind::Close) return wrong("')' without '('", peek().at);
    if (peek().kind != Token::Kind::End) return wrong("cannot be read from here", peek().at);
    if (!some_) return wrong("no word in it", 1);
    out_.match = *std::move(all);
    return std::move(out_);
  }

 private:
  const Token& peek() const { return tokens_[at_]; }
  bool is_word(std::string_view word) const {
    return peek().kind == Token::Kind::Word && peek().column.empty() && !peek().prefix &&
           peek().text == word;
  }
  bool take(std::string_view word) {
    if (!is_word(word)) return false;
    ++at_;
    return true;
  }
  bool more() const {
    return peek().kind != Token::Kind::End && peek().kind != Token::Kind::Close && !is_word("OR");
  }

  Result<std::string> any() {
    if (++depth_ > kMaxDepth) return wrong("too deeply nested", peek().at);
    auto left = all();
    while (left && take("OR")) {
      auto right = all();
      if (!right) return right;
      *left = "(" + *left + " OR " + *right + ")";
    }
    --depth_;
    return left;
  }
  Result<std::string> all() {
    auto left = one();
    while (left && more()) {
      const bool without = take("NOT") || peek().kind == Token::Kind::Minus;
      if (!without) take("AND");
      const bool and_not = !without && (take("NOT") || peek().kind == Token::Kind::Minus);
      if (peek().kind == Token::Kind::Minus) ++at_;
      const auto marked = out_.phrases.size();
      auto right = one();
      if (!right) return right;
      const bool excludes = without || and_not;
      if (excludes) out_.phrases.resize(marked);
      *left = "(" + *left + (excludes ? " NOT " : " AND ") + *right + ")";
    }
    return left;
  }
  Result<std::string> one() {
    const Token t = peek();
    if (is_word("NOT") || t.kind == Token::Kind::Minus)
      return wrong("NOT wants something before it to take away from", t.at);
    if (is_word("AND") || is_word("OR"))
      return wrong(t.text + " wants a word on both sides; quote it to search for the word", t.at);
    if (t.kind == Token::Kind::End || t.kind == Token::Kind::Close)
      return wrong("a word is missing here", t.at);
    ++at_;
    if (t.kind == Token::Kind::Open) return group(t);
    if (t.kind == Token::Kind::Word && t.text == "NEAR" && peek().kind == Token::Kind::Open)
      return near(t);
    return column(t) + phrase(t);
  }
  Result<std::string> group(const Token& open) {
    auto inner = any();
    if (!inner) return inner;
    if (peek().kind != Token::Kind::Close) return wrong("'(' is not closed", open.at);
    ++at_;
    return "(" + *inner + ")";
  }
  Result<std::string> near(const Token& start) {
    ++at_;
    std::string words, distance;
    while (peek().kind == Token::Kind::Word || peek().kind == Token::Kind::Phrase) {
      Token t = peek();
      ++at_;
      const bool comma = t.kind == Token::Kind::Word && t.text.ends_with(',');
      if (comma) t.text.pop_back();
      if (!t.text.empty()) words += (words.empty() ? "" : " ") + phrase(t);
      if (!comma && !is_word(",")) continue;
      distance = peek().text;
      ++at_;
      break;
    }
    if (peek().kind != Token::Kind::Close || words.empty() || distance.size() > 4 ||
        !std::ranges::all_of(distance, [](char c) { return c >= '0' && c <= '9'; }))
      return wrong("NEAR is written NEAR(word word, 5)", start.at);
    ++at_;
    return "NEAR(" + words + (distance.empty() ? "" : ", " + distance) + ")";
  }

  static std::string column(const Token& t) {
    return t.column.empty() ? std::string() : t.column + " : ";
  }
  // A quoted string for the index; never one that means something else to it.
  std::string phrase(const Token& t) {
    const auto sought = sought_words(t.text);
    if (!sought.words.empty()) {
      some_ = true;
      out_.phrases.push_back(fold_text(t.text));
    }
    return "\"" + sought.words + "\"" +
           (sought.prefix || (t.prefix && !sought.words.empty()) ? " *" : "");
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool some_ = false;  // a word to look for
  TextQuery out_;
};

}  // namespace

Result<TextQuery> parse_text_query(std::string_view query) {
  auto tokens = QueryReader(query).tokens();
  if (!tokens) return tokens.error();
  return Parser(*std::move(tokens)).run();
}

}  // namespace chokepoint
