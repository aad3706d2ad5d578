// A kept model says what the folders say, and is believed only when it is whole and theirs.
#include "models/engine/model_cache.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <unistd.h>

#include "models/engine/model_image.h"
#include "tests/models/shipped_model.h"

namespace chokepoint {
namespace {

namespace fs = std::filesystem;

// A model of one rule, and a folder beside it to keep it in.
class SmallModel {
 public:
  SmallModel() : top_(fs::temp_directory_path() / ("kept-model-" + std::to_string(getpid()))) {
    fs::remove_all(top_);
    write("taxonomy.toml",
          "[[type]]\nid = \"export_ban\"\ndirection = \"escalates\"\ngroup = \"export\"\n");
    write("concepts.toml", "\"act.prohibit\" = \"forbids\"\n");
    write("languages/en/language.toml", "id = \"en\"\n");
    write("rules/export_ban.toml",
          "type = \"export_ban\"\n[[rule]]\nid = \"ban\"\nall = [[\"act.prohibit\"]]\n");
    lexicon("ban");
  }
  ~SmallModel() { fs::remove_all(top_); }
  SmallModel(const SmallModel&) = delete;
  SmallModel& operator=(const SmallModel&) = delete;

  void lexicon(const std::string& word) const {
    write("languages/en/acts.toml",
          "language = \"en\"\n[forms]\n\"act.prohibit\" = [\"" + word + "(/s)\"]\n");
  }
  void write(const std::string& file, const std::string& text) const {
    fs::create_directories((top_ / "data" / file).parent_path());
    std::ofstream(top_ / "data" / file) << text;
  }
  std::string cache() const { return (top_ / "cache").string(); }
  auto load(const std::string& program = "1") const {
    return load_model({(top_ / "data").string()}, {cache(), program});
  }
  std::vector<fs::path> kept() const {
    std::vector<fs::path> out;
    if (fs::exists(cache()))
      for (const auto& entry : fs::directory_iterator(cache())) out.push_back(entry.path());
    return out;
  }

 private:
  fs::path top_;
};

// How many moves "They ban it." tells, by a model that loaded.
std::size_t found(const Result<std::shared_ptr<const Model>>& model, const std::string& word) {
  REQUIRE(model);
  return (*model)->forms.scan("they " + word + " it.", 1).size();
}

std::string bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_bytes(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

std::string said(const Model& model, const Document& document) {
  std::string out;
  const auto reading = read_document(model, document);
  for (const auto& m : reading.events)
    out += m.type + " " + m.actor + " " + m.target + " " + std::to_string(m.score) + "\n";
  for (const auto& e : reading.entities)
    out += e.kind + " " + e.id + " " + std::to_string(e.start) + " " + e.text + "\n";
  return out;
}

}  // namespace

TEST_CASE("the image of a model is that model") {
  const auto again = model_of(image_of(shipped_model()));
  REQUIRE(again);
  CHECK(again->version == shipped_model().version);
  CHECK(again->forms.size() == shipped_model().forms.size());
  for (const auto& [title, text] :
       {std::pair{"China bans exports of gallium to the United States",
                  "The commerce ministry announced on Tuesday, in Announcement No. 46 of 2024, "
                  "that exports of gallium would be banned from Dec. 3."},
        std::pair{"商务部公告2026年第1号", "中国商务部1月6日宣布，禁止所有两用物项对日本出口。"},
        std::pair{"EU verhängt Zölle",
                  "Die EU-Kommission hat am Montag Antidumpingzölle auf "
                  "Stahl aus China verhängt."}}) {
    Document document;
    document.title = title;
    document.text = text;
    document.published = PartialDate{2026, 1, 7}.first_day();
    const auto expected = said(shipped_model(), document);
    CHECK(expected.find("country") != std::string::npos);
    CHECK(said(*again, document) == expected);
  }
}

TEST_CASE("a model is kept once and taken from then on") {
  const SmallModel small;
  CHECK(found(small.load(), "ban") == 1);
  REQUIRE(small.kept().size() == 1);
  const auto kept = small.kept().front();
  const auto long_ago = fs::last_write_time(kept) - std::chrono::hours{1};
  fs::last_write_time(kept, long_ago);
  CHECK(found(small.load(), "ban") == 1);
  CHECK(fs::last_write_time(kept) == long_ago);
}

TEST_CASE("changed data and another program make a model of their own") {
  const SmallModel small;
  CHECK(found(small.load(), "forbid") == 0);
  small.lexicon("forbid");
  CHECK(found(small.load(), "forbid") == 1);
  CHECK(small.kept().size() == 2);
  CHECK(found(small.load("2"), "forbid") == 1);
  CHECK(small.kept().size() == 3);
  for (const auto* program : {"3", "4", "5"}) CHECK(found(small.load(program), "forbid") == 1);
  CHECK(small.kept().size() == 4);  // the oldest went
}

TEST_CASE("a kept model that is damaged anywhere is made anew") {
  const SmallModel small;
  CHECK(found(small.load(), "ban") == 1);
  const auto kept = small.kept().front();
  const auto whole = bytes_of(kept);
  std::vector<std::string> damaged{"", "x", whole + "x", whole.substr(0, whole.size() / 2),
                                   whole.substr(0, whole.size() - 1)};
  const auto step = whole.size() / 40 + 1;
  for (std::size_t at = 0; at < whole.size(); at += at < 40 ? 1 : step) {
    damaged.push_back(whole);
    damaged.back()[at] = static_cast<char>(damaged.back()[at] ^ 0x10);
  }
  for (const auto& bytes : damaged) {
    write_bytes(kept, bytes);
    CHECK(found(small.load(), "ban") == 1);
    CHECK(bytes_of(kept).size() == whole.size());
    CHECK(bytes_of(kept) != bytes);
  }
}

TEST_CASE("bytes cut short are no model, wherever the cut") {
  const SmallModel small;
  const auto model = small.load();
  REQUIRE(model);
  const auto image = image_of(**model);
  REQUIRE(model_of(image));
  for (std::size_t n = 0; n < image.size(); n += n < 2000 ? 1 : image.size() / 50)
    CHECK_FALSE(model_of(std::string_view{image}.substr(0, n)));
}

TEST_CASE("what cannot be kept loads all the same, and mistakes are never kept") {
  const SmallModel small;
  write_bytes(small.cache(), "a file where the folder should be");
  CHECK(found(small.load(), "ban") == 1);
  fs::remove(small.cache());
  small.write("rules/mine.toml", "type = \"no_such_type\"\n");
  CHECK_FALSE(small.load());
  CHECK(small.kept().empty());
}

}  // namespace chokepoint
