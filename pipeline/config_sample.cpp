// The configuration `chokepoint init` writes. A test reads it back, so that it cannot go stale.
#include "pipeline/config.h"

namespace chokepoint {

std::string commented_config() {
  return R"toml(# Chokepoint's configuration. What stands behind '#' is the default, where it does not say that it is an example.
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

# A feed, an example. `chokepoint feeds add URL` adds one to the store instead. It must have an id and a url.
# [[feed]]
# id = "example"
# url = "https://example.org/rss.xml"
# outlet = "Example Times"
# country = "GB"             # of the outlet
# lang = "en"
# tier = "press"             # official, wire, press or aggregator
# topic = "trade"
# articles = true            # fetch the page behind each entry

# How mail goes out. It must have a server and a sender.
# [mail]
# server = "smtp.example.org"   # an example
# security = "starttls"      # or "tls" from the first byte; "none" only to this machine
# port = 587                 # 465 with "tls"
# user = "chokepoint"        # an example; default: "", no login
# password_file = "smtp-password"   # an example; or password_env = "NAME"; never the password itself
# from = "Chokepoint <alerts@example.org>"   # an example
# reply_to = ""
# list_id = ""               # for List-Id; default: chokepoint.<domain of from>
# page = ""                  # address of the web interface, for links to an event's page
# ca_file = ""               # certificates (PEM) to trust instead of the system's
# timeout = 30               # seconds

# Who is told. An empty list, the default, lets everything pass. Try it with 'chokepoint alerts test NAME'.
# [[subscription]]
# name = "desk"              # an example
# channel = "mail"           # or webhook, file (JSON lines), atom
# to = ["Trade desk <desk@example.org>"]   # an example
# url = ""                   # webhook; secret_file or secret_env signs the body (HMAC-SHA256)
# path = ""                  # file and atom; "-" is standard output
# subject = "[{{actor_code}}>{{target_code}}] {{type}}: {{what}}"   # an example of words of your own
# text_template = ""         # a file with the words of the mail; its language: docs/cli.md
# html_template = ""
# types = ["export_ban", "dual_use_ban"]   # an example
# pairs = ["CN>JP", "CN-US"] # an example: on whom, or either way
# actors = ["CN"]            # an example
# targets = ["JP"]           # an example
# items = ["rare earths"]    # an example: what falls under it too
# stages = ["announced", "in_force"]   # an example
# changes = ["first_seen", "stage", "scope", "date", "ended"]   # an example
# tiers = ["official", "wire"]   # an example: some source of the event is of these
# languages = ["ja"]         # an example
# outlets = []
# min_severity = 6           # an example, 0 to 10; default: 0
# when = "at_once"           # or hourly, daily, weekly
# at = "08:00"               # daily and weekly
# day = "mon"                # weekly
# time_zone = "Europe/Brussels"   # an example; default: "UTC"
# settle_minutes = 60        # what one article alone tells waits so long for a second; an official one does not
# quiet = "22:00-07:00"      # an example; default: "", never. What they have held for 24 hours goes out at the next round
# quiet_except = 9           # an example: a severity that breaks the quiet; default: none does
# cap_per_hour = 20          # events; more become one digest at the full hour
# inhibit = "fold"           # a lesser event told by the same articles goes with the greater; drop, off
# group = "event"            # or one message a pair
# remind_days = ["7", "1"]   # an example; default: []; before a date of effect or expiry
# confirmations = true       # a rumour that an official source confirms
# corrections = true         # what was told and turned out otherwise
# health = false             # the monitor's own troubles too

# Quiet about something, for a while; an example.
# [[silence]]
# until = "2030-01-01"
# why = "known, nothing to do"
# types = ["diplomatic_protest"]
# events = []
# subscriptions = ["desk"]
)toml";
}

}  // namespace chokepoint
