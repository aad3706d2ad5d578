// The filters, orders and pages of storage/ask.h as options of a command.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "storage/ask.h"
#include "tools/chokepoint/commands.h"

namespace chokepoint::cli {

struct AskOptions {
  Subject subject = Subject::Events;
  std::map<std::string, std::vector<std::string>> given;
  std::string sort, format = "table";
  bool reversed = false, dismissed = false, weak = false, match = false;
  std::int64_t limit = -1, offset = 0;
};

inline constexpr const char* kSheetFormats = "table json jsonl csv markdown";
inline constexpr const char* kNewsFormats = "table json jsonl csv markdown atom";

// `formats`: words separated by spaces. `options` must live as long as the command.
void add_question(CLI::App& command, Subject subject, AskOptions& options, const char* formats);
void add_format(CLI::App& command, std::string& format, const char* formats);

// The question they make; or one line of complaint, a status, and nothing.
std::optional<Question> question_or_complain(const AskOptions& options, Globals& globals);

}  // namespace chokepoint::cli
