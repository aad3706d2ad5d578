#!/usr/bin/env python3
"""5,000 feeds of 20-60 KB from a local nginx: ours against curl --parallel, first pass and 304 pass, in one run

usage: fetch.py [FEEDS]     needs nginx and curl; prints requests/s, CPU seconds and their ratios to curl's same pass

"fetched" is our fetcher alone, which is what curl does. `feeds check` also reads every feed, `ingest` also notes the entries
and, in its second pass, sends the validators it kept; the second passes of curl and of the fetcher send each file's ETag.
"""
# packages: tools/packages-extra.txt
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


PASSES = {1: "first pass", 2: "304 pass  "}


def timed(turn, name, count, command, results, **options):
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, **options)
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    results[turn, name] = (count / wall, cpu)
    print("%s %-32s %8.0f requests/s %8.2f CPU s" % (PASSES[turn], name, count / wall, cpu), flush=True)


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
        tag = lambda i: os.stat(folder / "www" / ("%d.xml" % i))
        etags = ['"%x-%x"' % (int(tag(i).st_mtime), tag(i).st_size) for i in range(count)]
        (folder / "urls").write_text("".join("%s%d.xml\n" % (url, i) for i in range(count)))
        (folder / "tagged").write_text("".join("%s%d.xml %s\n" % (url, i, etags[i]) for i in range(count)))
        alone = [str(pathlib.Path(chokepoint).resolve().parent / "tools" / "fetch_bench")]
        config = folder / "chokepoint.toml"
        timed(1, "curl --parallel", count, curl, results)
        timed(1, "fetched", count, [*alone, str(folder / "urls"), "50", "127.0.0.1"], results)
        timed(1, "feeds check: fetched and read", count, [*ours, "feeds", "check", "--sources", str(folder / "feeds.toml")], results)
        config.write_text('sources = ["feeds.toml"]\n' + config.read_text().replace(
            "[store]", "[ingest]\nentries_per_feed = 1\narticles_per_run = 1\n[store]"))
        timed(1, "ingest: fetched, read, stored", count, [*ours, "ingest", "--all"], results)
        (folder / "curl").write_text("next\n".join(
            'silent\nurl = "%s%d.xml"\noutput = "/dev/null"\nheader = "If-None-Match: %s"\n'
            % (url, i, etags[i].replace('"', '\\"')) for i in range(count)))
        timed(2, "curl --parallel", count, curl, results)
        timed(2, "fetched", count, [*alone, str(folder / "tagged"), "50", "127.0.0.1"], results)
        timed(2, "ingest: fetched, stored", count, [*ours, "ingest", "--all"], results)
        for (turn, name), (rate, cpu) in results.items():
            base = results[turn, "curl --parallel"]
            print("%s %-32s %5.2f x curl's requests/s, %5.2f x its CPU" % (PASSES[turn], name, rate / base[0], cpu / base[1]))
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    program = os.environ.get("CHOKEPOINT", "build/release/chokepoint")
    subprocess.run(["cmake", "--build", str(pathlib.Path(program).resolve().parent), "--target", "fetch_bench"],
                   stdout=subprocess.DEVNULL, check=True)
    main(program, *map(int, sys.argv[1:2]))
