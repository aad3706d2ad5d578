// The configuration `chokepoint init` writes. A test reads it back, so that it cannot go stale.
#include "pipeline/config.h"

namespace chokepoint {

std::string commented_config() {
  return R"toml(# Chokepoint's configuration. Every key is optional; what stands behind '#' is the default.
# Relative paths are relative to this file's folder.

# Files of [[feed]] tables, beside the ones in this file. A starter list comes with the program: feeds/sources/*.toml.
# sources = []

[store]
path = "chokepoint.db"

[models]
# Folders laid over the bundled models, later ones on top.
# overlays = []

[fetch]
# user_agent = "Chokepoint/0.1 (news monitor)"  # add a way to reach you
# parallel = 64              # transfers at once
# per_domain = 2             # of them, to one registrable domain
# spacing_ms = 500           # between two starts to one registrable domain
# connect_timeout = 10       # seconds
# first_byte_timeout = 20
# timeout = 60
# low_speed_bytes = 200      # a second, over low_speed_seconds
# low_speed_seconds = 15
# max_download_kib = 10240   # as received
# max_inflated_kib = 20480   # after decompression
# max_redirects = 6
# allow_private_hosts = []   # "host" or "host:port" that may be on a private or loopback address
# ca_file = ""               # certificates (PEM) to trust beside the system's
# proxy = ""                 # "http://host:port"

[schedule]
# All in seconds.
# min_interval = 300
# start_interval = 1800      # before a feed's own rhythm is known
# max_interval = 14400
# max_backoff = 86400        # between attempts at a feed that fails
# full_copy_after = 86400    # ask without If-None-Match at least this often
# move_holds = 259200        # believe a permanent redirect after it has held this long

[ingest]
# entries_per_feed = 500
# articles_per_run = 2000
# page_attempts = 4          # then the feed's own summary stands for the article
# robots_lifetime = 86400    # seconds a robots.txt is remembered
# recheck_after = 21600      # seconds after which a page is looked at once more for changes; 0: never

# A feed. `chokepoint feeds add URL` adds one to the store instead.
# [[feed]]
# id = "example"
# url = "https://example.org/rss.xml"
# outlet = "Example Times"
# country = "GB"             # of the outlet
# lang = "en"
# tier = "press"             # official, wire, press or aggregator
# topic = "trade"
# articles = true            # fetch the page behind each entry
)toml";
}

}  // namespace chokepoint
