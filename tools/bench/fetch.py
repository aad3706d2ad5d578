#!/usr/bin/env python3
"""5,000 feeds of 20-60 KB from a local nginx: chokepoint against curl --parallel, in one run.

usage: fetch.py CHOKEPOINT [FEEDS]     needs nginx and curl; prints requests/s, CPU seconds and their ratios

`feeds check --all` fetches and parses every feed; `ingest --all` also notes the entries, and in its second pass sends the
validators it kept. curl only fetches (its second pass sends an ETag it is given for each file).
"""
import os
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time

CONFIG = """
daemon off; pid {0}/pid; error_log {0}/error.log; worker_processes 1;
events {{ worker_connections 1024; }}
http {{ access_log off; etag on; keepalive_requests 100000; types {{ application/rss+xml xml; }}
  client_body_temp_path {0}/t; proxy_temp_path {0}/t; fastcgi_temp_path {0}/t; uwsgi_temp_path {0}/t; scgi_temp_path {0}/t;
  server {{ listen 127.0.0.1:{1}; root {0}/www; }} }}
"""


def write_feeds(www, count):
    chance = random.Random(1)
    words = "trade export licence ministry rule goods market price supply metal chip port duty panel".split()
    www.mkdir()
    for i in range(count):
        size, items, n = chance.randint(20_000, 60_000), [], 0
        total = 0
        while total < size:
            text = " ".join(chance.choices(words, k=120))
            item = ("<item><title>%s %d</title><link>http://n%d.example/%d</link><guid>%d-%d</guid><description>%s"
                    "</description><pubDate>Tue, 06 Jan 2026 08:%02d:00 GMT</pubDate></item>"
                    % (text[:50], n, i, n, i, n, text, n % 60))
            items.append(item)
            total, n = total + len(item), n + 1
        (www / ("%d.xml" % i)).write_text(
            "<rss version='2.0'><channel><title>Feed %d</title>%s</channel></rss>" % (i, "".join(items)))


def timed(name, count, command, results, **options):
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, **options)
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    results[name] = (count / wall, cpu)
    print("%-34s %8.0f requests/s %8.2f CPU s" % (name, count / wall, cpu), flush=True)


def main(chokepoint, count=5000):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="chokepoint-bench-"))
    os.chmod(folder, 0o755)
    port = random.randint(20000, 40000)
    write_feeds(folder / "www", count)
    (folder / "nginx.conf").write_text(CONFIG.format(folder, port))
    server = subprocess.Popen(["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)])
    time.sleep(1)
    try:
        url, results = "http://127.0.0.1:%d/" % port, {}
        feeds = "".join('[[feed]]\nid = "f%d"\nurl = "%s%d.xml"\narticles = false\n' % (i, url, i) for i in range(count))
        (folder / "feeds.toml").write_text(feeds)
        (folder / "chokepoint.toml").write_text(
            '[store]\npath = "c.db"\n[fetch]\nparallel = 50\nper_domain = 50\nspacing_ms = 0\n'
            'allow_private_hosts = ["127.0.0.1"]\n')
        plain = "".join('url = "%s%d.xml"\noutput = "/dev/null"\n' % (url, i) for i in range(count))
        (folder / "curl").write_text(plain)
        ours = [str(pathlib.Path(chokepoint).resolve()), "-c", str(folder / "chokepoint.toml")]
        curl = ["curl", "-s", "--parallel", "--parallel-max", "50", "--no-progress-meter", "-K", str(folder / "curl")]
        subprocess.run([*ours, "init"], stdout=subprocess.DEVNULL, check=True)
        timed("curl --parallel", count, curl, results)
        timed("chokepoint, fetched and parsed", count,
              [*ours, "feeds", "check", "--sources", str(folder / "feeds.toml")], results)
        config = folder / "chokepoint.toml"
        config.write_text('sources = ["feeds.toml"]\n' + config.read_text().replace(
            "[store]", "[ingest]\nentries_per_feed = 1\narticles_per_run = 1\n[store]"))
        timed("chokepoint ingest, first pass", count, [*ours, "ingest", "--all"], results)
        timed("chokepoint ingest, 304 pass", count, [*ours, "ingest", "--all"], results)
        tag = lambda i: os.stat(folder / "www" / ("%d.xml" % i))
        (folder / "curl").write_text("next\n".join(
            'silent\nurl = "%s%d.xml"\noutput = "/dev/null"\nheader = "If-None-Match: \\"%x-%x\\""\n'
            % (url, i, int(tag(i).st_mtime), tag(i).st_size) for i in range(count)))
        timed("curl --parallel, 304 pass", count, curl, results)
        base = results["curl --parallel"]
        for name, (rate, cpu) in results.items():
            print("%-34s %5.2f x requests/s, %5.2f x CPU of curl's first pass" % (name, rate / base[0], cpu / base[1]))
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
