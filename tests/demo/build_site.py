#!/usr/bin/env python3
"""Write the demo outlets as a web site: pages and feeds of articles.toml, each outlet in its own format and encoding.

usage: build_site.py OUT [--base http://127.0.0.1:8000]      OUT/types.json tells a server each path's Content-Type
"""
import argparse, datetime, email.utils, html, json, pathlib, tomllib

HERE = pathlib.Path(__file__).resolve().parent
FEED_FILES = {"json": ("feed.json", "application/feed+json"), "sitemap": ("news-sitemap.xml", "application/xml"),
              "rss091": ("rss.xml", "text/xml"), "rss10": ("index.rdf", "application/rdf+xml"),
              "rss20": ("rss.xml", "application/rss+xml"), "atom10": ("atom.xml", "application/atom+xml")}
PAGE = """<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="{encoding}"><title>{title} | {name}</title>
<link rel="canonical" href="{url}"><link rel="alternate" type="{feed_type}" href="{feed_url}">
<meta property="og:site_name" content="{name}"><meta property="og:type" content="article">
<meta property="article:published_time" content="{when}"><style>nav li{{display:inline}}</style></head><body>
<div id="cookie-notice" class="consent" role="dialog"><p>{cookies}</p><button>OK</button></div>
<header><a class="logo" href="{home}">{name}</a><p class="tagline">{tagline}</p>
<nav class="main-menu"><ul>{menu}</ul></nav></header>
<div class="wrap"><main><article><h1>{title}</h1>
<p class="dateline"><time datetime="{when}">{shown}</time></p>
<div class="article-body">
{paragraphs}
</div></article></main>
<aside class="sidebar related-stories"><h2>{related}</h2><ul>{others}</ul></aside></div>
<footer><p>{footer}</p></footer><script>window.dataLayer=[];</script></body></html>
"""


def load(base):
    """The outlets with their articles, newest first, and all addresses filled in."""
    source = tomllib.loads((HERE / "articles.toml").read_text(encoding="utf-8"))
    outlets = {o["id"]: o | {"articles": []} for o in source["outlet"]}
    for article in source["article"]:
        outlet = outlets[article["outlet"]]
        number = len(outlet["articles"]) + 1
        when = datetime.datetime.fromisoformat(article["published"] + ":00" + outlet["zone"])
        outlet["articles"].append(article | {
            "when": when, "path": "%s/%s-%02d.html" % (outlet["id"], article["published"][:10], number),
            "paragraphs": article["text"].strip().split("\n")})
    for outlet in outlets.values():
        outlet["home"] = "%s/%s/" % (base, outlet["id"])
        outlet["feed_url"] = outlet["home"] + FEED_FILES[outlet["feed"]][0]
        for article in outlet["articles"]:
            article["url"] = "%s/%s" % (base, article["path"])
        outlet["articles"].sort(key=lambda a: a["when"], reverse=True)
    return list(outlets.values())


def page(outlet, article):
    e = html.escape
    link = '<li><a href="%s">%s</a></li>'
    others = [a for a in outlet["articles"] if a is not article][:5]
    return PAGE.format(
        lang=outlet["lang"], encoding=outlet["encoding"], title=e(article["title"]), name=e(outlet["name"]),
        url=article["url"], feed_type=FEED_FILES[outlet["feed"]][1], feed_url=outlet["feed_url"],
        when=article["when"].isoformat(), shown=article["when"].strftime("%Y-%m-%d %H:%M"), cookies=e(outlet["cookies"]),
        home=outlet["home"], tagline=e(outlet["tagline"]), related=e(outlet["related"]), footer=e(outlet["footer"]),
        menu="".join(link % (outlet["home"], e(word)) for word in outlet["menu"]),
        others="".join(link % (a["url"], e(a["title"])) for a in others),
        paragraphs="\n".join("<p>%s</p>" % e(p) for p in article["paragraphs"]))


def front(outlet):
    rows = "".join('<li><a href="%s">%s</a></li>' % (a["url"], html.escape(a["title"])) for a in outlet["articles"])
    return ('<!DOCTYPE html><html lang="%s"><head><meta charset="%s"><title>%s</title><link rel="alternate" type="%s" '
            'href="%s"></head><body><ul>%s</ul></body></html>\n'
            % (outlet["lang"], outlet["encoding"], html.escape(outlet["name"]), FEED_FILES[outlet["feed"]][1],
               outlet["feed_url"], rows))


def feed_json(outlet):
    items = [{"id": a["url"], "url": a["url"], "title": a["title"], "summary": a["paragraphs"][0],
              "date_published": a["when"].isoformat()} for a in outlet["articles"]]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": outlet["name"], "language": outlet["lang"],
                       "home_page_url": outlet["home"], "feed_url": outlet["feed_url"], "items": items},
                      ensure_ascii=False, indent=1)


def feed_sitemap(outlet):
    rows = "".join(
        "<url><loc>%s</loc><news:news><news:publication><news:name>%s</news:name><news:language>%s</news:language>"
        "</news:publication><news:publication_date>%s</news:publication_date><news:title>%s</news:title></news:news></url>\n"
        % (a["url"], html.escape(outlet["name"]), outlet["lang"], a["when"].isoformat(), html.escape(a["title"]))
        for a in outlet["articles"])
    return ('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
            'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n%s</urlset>\n' % rows)


def feed_rss(outlet, version, dated):
    rows = "".join(
        "<item><title>%s</title><link>%s</link><description>%s</description>%s</item>\n"
        % (html.escape(a["title"]), a["url"], html.escape(a["paragraphs"][0]),
           "<guid>%s</guid><pubDate>%s</pubDate>" % (a["url"], email.utils.format_datetime(a["when"])) if dated else "")
        for a in outlet["articles"])
    return ('<rss version="%s"><channel><title>%s</title><link>%s</link><description>%s</description><language>%s</language>\n'
            "%s</channel></rss>\n" % (version, html.escape(outlet["name"]), outlet["home"], html.escape(outlet["tagline"]),
                                      outlet["lang"], rows))


def feed_rss10(outlet):
    sequence = "".join('<rdf:li rdf:resource="%s"/>' % a["url"] for a in outlet["articles"])
    rows = "".join(
        '<item rdf:about="%s"><title>%s</title><link>%s</link><description>%s</description><dc:date>%s</dc:date></item>\n'
        % (a["url"], html.escape(a["title"]), a["url"], html.escape(a["paragraphs"][0]), a["when"].isoformat())
        for a in outlet["articles"])
    return ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel rdf:about="%s"><title>%s</title><link>%s</link>'
            "<description>%s</description><dc:language>%s</dc:language><items><rdf:Seq>%s</rdf:Seq></items></channel>\n%s"
            "</rdf:RDF>\n" % (outlet["feed_url"], html.escape(outlet["name"]), outlet["home"],
                              html.escape(outlet["tagline"]), outlet["lang"], sequence, rows))


def feed_atom(outlet):
    rows = "".join(
        '<entry><id>%s</id><title>%s</title><link href="%s"/><published>%s</published><updated>%s</updated>'
        "<summary>%s</summary></entry>\n"
        % (a["url"], html.escape(a["title"]), a["url"], a["when"].isoformat(), a["when"].isoformat(),
           html.escape(a["paragraphs"][0])) for a in outlet["articles"])
    return ('<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="%s"><id>%s</id><title>%s</title><link href="%s"/>'
            "<updated>%s</updated>\n%s</feed>\n" % (outlet["lang"], outlet["feed_url"], html.escape(outlet["name"]),
                                                   outlet["home"], outlet["articles"][0]["when"].isoformat(), rows))


FEEDS = {"json": feed_json, "sitemap": feed_sitemap, "rss091": lambda o: feed_rss(o, "0.91", False),
         "rss10": feed_rss10, "rss20": lambda o: feed_rss(o, "2.0", True), "atom10": feed_atom}


def build(out, base):
    """Writes the site and returns its outlets."""
    outlets, types = load(base), {"robots.txt": "text/plain"}
    for outlet in outlets:
        encoding, (feed_name, feed_type) = outlet["encoding"], FEED_FILES[outlet["feed"]]
        (out / outlet["id"]).mkdir(parents=True, exist_ok=True)

        def write(path, text, kind):
            (out / path).write_bytes(text.encode(encoding))
            # Half of the outlets say the charset in the header, the others only inside, as the web does.
            types[path] = kind + ("; charset=" + encoding if encoding in ("gb18030", "euc-kr", "utf-8") else "")

        for article in outlet["articles"]:
            write(article["path"], page(outlet, article), "text/html")
        write(outlet["id"] + "/index.html", front(outlet), "text/html")
        prolog = "" if outlet["feed"] == "json" else '<?xml version="1.0" encoding="%s"?>\n' % encoding
        write("%s/%s" % (outlet["id"], feed_name), prolog + FEEDS[outlet["feed"]](outlet), feed_type)
    (out / "robots.txt").write_text("User-agent: *\nAllow: /\n")
    (out / "types.json").write_text(json.dumps(types, indent=1))
    return outlets


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    options = parser.parse_args()
    for made in build(options.out, options.base):
        print(made["feed_url"])
