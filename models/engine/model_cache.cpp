#include "models/engine/model_cache.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "models/engine/coder.h"
#include "models/engine/model_files.h"
#include "models/engine/model_image.h"
#include "models/engine/weights.h"

namespace chokepoint {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kKept = 4;  // models of other overlays, and of the program before an update

// Four streams of whole words, so that it runs as fast as the bytes come. Each step can be undone,
// so no change of a single word goes unseen.
std::uint64_t checksum(std::string_view bytes) {
  constexpr std::uint64_t kPrime = 0x9E3779B97F4A7C15ULL;
  std::uint64_t lanes[4] = {bytes.size(), 1, 2, 3};
  const auto add_four = [&](const char* at) {
    for (auto& lane : lanes) {
      std::uint64_t word = 0;
      std::memcpy(&word, at, sizeof word);
      at += sizeof word;
      lane = std::rotl(lane ^ word, 29) * kPrime;
    }
  };
  constexpr std::size_t kStep = sizeof lanes;
  for (; bytes.size() >= kStep; bytes.remove_prefix(kStep)) add_four(bytes.data());
  char rest[kStep] = {};
  std::copy(bytes.begin(), bytes.end(), rest);
  add_four(rest);
  std::uint64_t sum = 0;
  for (const auto lane : lanes) sum = std::rotl(sum ^ lane, 29) * kPrime;
  return sum;
}

struct Header {
  char magic[8] = {'c', 'h', 'o', 'k', 'e', 'm', '0', '4'};
  std::uint64_t key = 0, size = 0, sum = 0;
};
static_assert(sizeof(Header) % 8 == 0);  // the image behind it begins where model_of() wants it

// Names what a model is made of and by whom.
std::uint64_t key_of(const std::vector<std::string>& folders, const std::string& files,
                     const std::string& program) {
  auto key = hash_feature(program, hash_feature(files));
  for (const auto& folder : folders)  // problems and cases are told with their place
    key = hash_feature("\n", hash_feature(fs::absolute(folder).string(), key));
  return key;
}

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  explicit operator bool() const { return descriptor_ >= 0; }
  int number() const { return descriptor_; }

 private:
  int descriptor_;
};

// A file's bytes for as long as this lives.
class Mapped {
 public:
  explicit Mapped(const std::string& path) {
    const File file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat about {};
    if (!file || fstat(file.number(), &about) != 0 || about.st_size <= 0) return;
    const auto size = static_cast<std::size_t>(about.st_size);
    void* at = mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file.number(), 0);
    if (at != MAP_FAILED) bytes_ = {static_cast<const char*>(at), size};
  }
  ~Mapped() {
    if (!bytes_.empty()) munmap(const_cast<char*>(bytes_.data()), bytes_.size());
  }
  Mapped(const Mapped&) = delete;
  Mapped& operator=(const Mapped&) = delete;
  std::string_view bytes() const { return bytes_; }

 private:
  std::string_view bytes_;
};

std::shared_ptr<const Model> read_kept(const std::string& path, std::uint64_t key) {
  const auto mapped = std::make_shared<const Mapped>(path);
  const auto& file = *mapped;
  const Header expected;
  Header header;
  if (file.bytes().size() < sizeof header) return nullptr;
  std::memcpy(&header, file.bytes().data(), sizeof header);
  const auto image = file.bytes().substr(sizeof header);
  if (std::memcmp(header.magic, expected.magic, sizeof header.magic) != 0 || header.key != key ||
      header.size != image.size() || header.sum != checksum(image))
    return nullptr;
  return model_of(image, mapped);
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto n = write(file, bytes.data(), bytes.size());
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

// The oldest go.
void drop_old(const fs::path& folder) {
  std::vector<std::pair<fs::file_time_type, fs::path>> all;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none))
    if (entry.path().filename().string().starts_with("model-"))
      all.emplace_back(entry.last_write_time(none), entry.path());
  std::sort(all.rbegin(), all.rend());
  for (std::size_t i = kKept; i < all.size(); ++i) fs::remove(all[i].second, none);
}

// Under a name of its own first: a reader never sees half a file, whoever else writes.
void keep(const fs::path& path, std::uint64_t key, const Model& model) {
  std::error_code failed;
  fs::create_directories(path.parent_path(), failed);
  auto draft = (path.parent_path() / "model-draft-XXXXXX").string();
  const File file(mkostemp(draft.data(), O_CLOEXEC));
  if (!file) return;
  const auto image = image_of(model);
  Header header;
  header.key = key;
  header.size = image.size();
  header.sum = checksum(image);
  const bool written =
      write_all(file.number(), {reinterpret_cast<const char*>(&header), sizeof header}) &&
      write_all(file.number(), image);
  if (written) fs::rename(draft, path, failed);
  if (!written || failed) fs::remove(draft, failed);
  drop_old(path.parent_path());
}

}  // namespace

Result<std::shared_ptr<const Model>> load_model(const std::vector<std::string>& folders,
                                                const ModelCache& cache) {
  const bool all_there = std::all_of(folders.begin(), folders.end(),
                                     [](const auto& folder) { return fs::is_directory(folder); });
  if (cache.folder.empty() || !all_there) return load_model(folders);
  const auto files = hash_of_model_files(folders);
  const auto key = key_of(folders, files, cache.program);
  char name[32];
  std::snprintf(name, sizeof name, "model-%016llx", static_cast<unsigned long long>(key));
  const auto path = fs::path{cache.folder} / name;
  if (auto kept = read_kept(path.string(), key)) return kept;
  auto loaded = load_model(folders);
  // A file that changed while it was read is not what the key says.
  if (loaded && (*loaded)->version == files) keep(path, key, **loaded);
  return loaded;
}

}  // namespace chokepoint
