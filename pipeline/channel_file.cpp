// Notices into files: appended as JSON lines, or as an Atom feed that is written anew each time.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <unistd.h>

#include "models/core/escape.h"
#include "models/core/hash.h"
#include "pipeline/channel.h"
#include "pipeline/notice_template.h"

namespace chokepoint {
namespace {

constexpr std::int64_t kAtomEntries = 100;

Attempt cannot(const std::string& path) {
  return {Outcome::Retry, path + ": " + std::error_code(errno, std::generic_category()).message(),
          false};
}

// One write a line, so that readers of a pipe or a file never see half of one from a healthy run.
class FileChannel : public Channel {
 public:
  explicit FileChannel(std::string page) : page_(std::move(page)) {}

  Attempt deliver(const Notice& notice, const Subscription&, const std::string& target,
                  Instant) override {
    const auto line = notice_json(notice, page_) + "\n";
    if (target == "-") {
      std::fwrite(line.data(), 1, line.size(), stdout);
      return std::fflush(stdout) == 0 ? Attempt{Outcome::Sent, "standard output", false}
                                      : cannot("standard output");
    }
    // O_NONBLOCK: a pipe without a reader fails at once instead of holding up the round.
    const int fd =
        ::open(target.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0640);
    if (fd < 0) return cannot(target);
    ::fcntl(fd, F_SETFL, O_APPEND);
    std::size_t done = 0;
    while (done < line.size()) {
      const auto n = ::write(fd, line.data() + done, line.size() - done);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) break;
      done += static_cast<std::size_t>(n);
    }
    const auto attempt =
        done == line.size() ? Attempt{Outcome::Sent, target, false} : cannot(target);
    ::close(fd);
    return attempt;
  }

 private:
  std::string page_;
};

class AtomChannel : public Channel {
 public:
  AtomChannel(Database& db, std::string page) : db_(db), page_(std::move(page)) {}

  Attempt deliver(const Notice& notice, const Subscription& s, const std::string& target,
                  Instant) override {
    const auto beside = target + ".new";
    {
      std::ofstream out(beside, std::ios::binary | std::ios::trunc);
      out << feed(s, notice);
      out.close();
      if (!out) return cannot(beside);
    }
    std::error_code fault;
    std::filesystem::rename(beside, target, fault);
    if (fault) return {Outcome::Retry, target + ": " + fault.message(), false};
    return {Outcome::Sent, target, false};
  }

 private:
  std::string feed(const Subscription& s, const Notice& latest) {
    std::string out =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed "
        "xmlns=\"http://www.w3.org/2005/Atom\">\n<id>urn:chokepoint:subscription:" +
        s.name + "</id>\n<title>Chokepoint: " + s.name + "</title>\n<updated>" +
        format_rfc3339(latest.made) + "</updated>\n<author><name>Chokepoint</name></author>\n";
    out += entry(latest, s);
    for (const auto& delivery : sent_deliveries(db_, s.name, kAtomEntries))
      if (delivery.message_id != latest.message_id)
        out += entry(with_subject(notice_of(db_, delivery), s, page_), s);
    return out + "</feed>\n";
  }

  std::string entry(const Notice& n, const Subscription& s) {
    std::string out = "<entry><id>urn:chokepoint:notice:" + sha256_hex(n.message_id) +
                      "</id><title>" + escape_markup(n.subject) + "</title><updated>" +
                      format_rfc3339(n.made) + "</updated>";
    if (!page_.empty() && !n.parts.empty())
      out += "<link href=\"" + escape_markup(page_ + "/event/" + n.parts.front().event.id) + "\"/>";
    return out + "<content type=\"html\">" + escape_markup(html_for(n, s, page_)) +
           "</content></entry>\n";
  }

  Database& db_;
  std::string page_;
};

}  // namespace

std::unique_ptr<Channel> make_file_channel(const std::string& page) {
  return std::make_unique<FileChannel>(page);
}

std::unique_ptr<Channel> make_atom_channel(Database& db, const std::string& page) {
  return std::make_unique<AtomChannel>(db, page);
}

}  // namespace chokepoint
