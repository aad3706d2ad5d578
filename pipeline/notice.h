// A notice as its readers see it: the events it tells, what is new of each, and the words that
// prove it. Built from the store once; written as text, HTML or JSON by the functions below.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "models/core/event.h"
#include "pipeline/subscription.h"
#include "storage/alert_sources.h"
#include "storage/alerts_store.h"

namespace chokepoint {

class Database;

// A stretch of an article, with the proving words in it as [start, end) bytes.
struct Quote {
  std::string text;
  std::vector<std::pair<std::size_t, std::size_t>> marks;
};

struct NoticeSource {
  AlertSource source;  // text and evidence dropped
  Quote title;
  Quote quote;  // empty text: none
};

// One event, and what of it is told.
struct NoticePart {
  Event event;
  std::vector<std::string> news;  // "announced", "in force since 2026-01-06 ..."
  std::string answers;            // the move it answers, in words
  std::vector<NoticeSource> sources;
};

struct Notice {
  std::string subscription, message_id, answers, thread, subject;
  bool digest = false;
  Instant made{};
  std::vector<StoredAlert> alerts;
  std::vector<NoticePart> parts;
  std::string remark;  // of a sample, of a monitor's own trouble
};

Notice notice_of(Database& db, const Delivery& delivery);
// The sentences around the evidence, at most about 300 bytes.
Quote quote_of(const std::string& text, const std::vector<Evidence>& evidence);
// The whole title, with what of the evidence stands in it.
Quote title_of(const std::string& title, const std::vector<Evidence>& evidence);
// An invented one, to try a channel with; its id is of the sender's domain, as real ones are.
Notice sample_notice(const Subscription& subscription, const MailSettings& mail, Instant now);

std::string marked_text(const Quote& quote);  // *so*
std::string marked_html(const Quote& quote);  // <mark>so</mark>, the rest escaped
std::string stage_name(Stage stage);          // "in force"
std::string severity_name(double severity);   // "7.2"
std::string joined(const std::vector<std::string>& words);
std::string outlet_name(const AlertSource& source);  // else the host of its address
std::string sources_name(const NoticePart& part);    // "3 articles, 2 independent texts"

// `page`: address of the web interface, may be empty.
std::string notice_text(const Notice& notice, const std::string& page);
std::string notice_html(const Notice& notice, const std::string& page);
std::string notice_json(const Notice& notice, const std::string& page);  // one line

}  // namespace chokepoint
