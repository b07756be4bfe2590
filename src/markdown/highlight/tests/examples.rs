//! Snippets as readers see them.
//!
//! An example is the expected text: a token of class `hk` is written `‹k fn›`, and the code is what
//! remains without such marks.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use super::highlighted;

pub(super) const EXAMPLES: &[(&str, &str)] = &[
    ("bash", r#"‹c #!/usr/bin/env bash›
‹k set› ‹a -euo› pipefail
‹k export› ‹v TAG›=‹s "v›‹v ${VERSION:-1}›‹s "› ‹c # release›
‹k for› file ‹k in› *.md; ‹k do
  if› [ ‹a -f› ‹s "›‹v $file›‹s "› ]; ‹k then› ‹f cat› ‹s "›‹v $file›‹s "› | ‹f grep› ‹a -q› ‹s 'x'› && ‹f echo› ‹s "›‹v $(wc -l <"$file")›‹s "›; ‹k fi
done›"#),
    ("bash", r#"‹m $› ‹v FOO›=1 ‹f sudo docker› run ‹a --rm -it -v› $(‹f pwd›):/app acme/app:latest sh ‹a -c› ‹s "make test"› 2>&1
‹f cat› ‹s <<EOF› | ‹f kubectl› apply ‹a -f› -
‹s kind: Pod
EOF›
‹f deploy›() ‹k {› ‹f ./bin/deploy› ‹a --env›=‹v $1›; ‹k }›"#),
    ("bash", "‹f cat› >b ‹s <<-\\EOF› &&\n‹s \t$a\n\tEOF›\n‹f ls›"),
    ("yaml", "‹a if›: a\n  && *.md"),
    ("console", r#"‹m $› ‹f npm› install \
    ‹a --save› portolan
added 3 packages in 2s
‹c # then›
‹m user@host:~$› ‹f echo› ‹v $HOME›
/home/user"#),
    ("console", r#"‹m PS C:\>› ‹f dir›
‹m >› ‹f git› push"#),
    ("yaml", r#"‹c # pipeline›
‹a include›:
  - ‹a component›: ‹v $CI_SERVER_FQDN›/acme/build@1.0
‹a build job›:
  ‹a image›: ‹s "rust:1.90"›
  ‹a retry›: ‹n 2›
  ‹a when›: on_success
  ‹a allow_failure›: ‹t true›
  ‹a script›:
    - cargo build --target ‹v $TARGET›
    - |
‹s       echo done
      exit 0›
  ‹a rules›: [{ ‹a if›: ‹s '$CI_TAG'›, ‹a when›: never }]"#),
    ("yaml", "‹m ---›
‹a base›: ‹v &base›
  ‹a url›: http://example.com/a#b
‹a job›:
  ‹a <<›: ‹v *base›
  ‹a text›: >-
‹s     folded: text

    more›
  ‹a next›: ‹t !reference› [base, url]"),
    ("json", r#"{
  ‹c // port›
  ‹a "port"›: ‹n 8080›, ‹a "tls"›: ‹t true›,
  ‹a "names"›: [‹s "a\"b"›, ‹t null›],
  ‹a key›: ‹s 'x'›
}"#),
    ("js", r#"‹k import› { a } ‹k from› ‹s './a.js'›;
‹c /** Adds. */›
‹k export default async function› ‹f add›(x, y = ‹n 1.5e3›) {
  ‹k const› re = ‹s /[/"]+\/x/g›, half = x / ‹n 2› / y;
  ‹k return› ‹s `sum: ›‹v ${x + y}›‹s `› ?? ‹k new› ‹t Sum›(x).‹f value›();
}"#),
    ("js", r#"‹k const› page = <‹k Card› title=‹s "x"› onClick={() => ‹f go›(‹n 1›)}>it <‹k b›>is</‹k b›></‹k Card›>;"#),
    ("ts", "‹k type› ‹t Id› = ‹t string› | ‹t undefined›;
‹a @Component›({ type: ‹s 'x'› })
‹k export class› ‹t Page› ‹k extends› ‹t Base›<‹t Id›> {
  ‹k private readonly› items: ‹t Map›<‹t string›, ‹t number›> = ‹k new› ‹t Map›();
  ‹f get›(id: ‹t Id›): id ‹k is› ‹t string› { ‹k return› id! ‹k in this›.items; }
}"),
    ("python", r#"‹a @app.get›(‹s "/items/{id}"›)
‹k async def› ‹f read›(id: ‹t int›, q: ‹t str› | ‹t None› = ‹t None›) -> ‹t dict›:
    ‹s """Reads
    one."""›
    ‹k if not› q:  ‹c # nothing›
        ‹k raise› ‹t ValueError›(‹s f"no ›‹v {q!r}›‹s  in {{}}"›)
    ‹k return› {‹s "id"›: id, ‹s r'\d'›: ‹n 0x1F›}"#),
    ("python", r#"‹k class› ‹t Foo›(Base):
    x = ‹s b'\x00'› + ‹s "it's"›"#),
    ("go", r#"‹k package› main

‹c // Handler serves.›
‹k func› (s *Server) ‹f Handle›(ctx context.Context, n ‹t int›) (*Result, ‹t error›) {
	‹k if› err := s.db.‹f QueryRow›(‹s `select
 1`›, n).‹f Scan›(&n); err != ‹t nil› {
		‹k return› ‹t nil›, fmt.‹f Errorf›(‹s "scan %d: %w"›, n, err)
	}
	‹k return› &Result{N: ‹s 'a'›}, ‹t nil›
}"#),
    ("go", r#"‹k type› ‹t Point› ‹k struct› {
	X, Y ‹t float64› ‹s `json:"x"`›
}"#),
    ("rust", r##"‹a #[derive(Debug, Clone)]›
‹k pub›(‹k crate›) ‹k struct› ‹t Page›<‹v 'a›> {
    title: &‹v 'a› ‹t str›,
}

‹k impl›<‹v 'a›> ‹t Page›<‹v 'a›> {
    ‹c /// Makes one.›
    ‹k pub fn› ‹f new›(title: &‹v 'a› ‹t str›) -> ‹t Option›<‹t Self›> {
        ‹k let› c = ‹s 'x'›; ‹k let› n = ‹n 0›..‹n 10_u8›;
        ‹f println!›(‹s "{}"›, ‹s r#"a "raw" one"#›);
        ‹t Some›(‹t Page› { title: ‹s b"\""›.‹f into›() })
    }
}"##),
    ("rust", r#"‹c /* a /* nested */ one */› ‹k use› std::io; ‹k fn› ‹f main›() { ‹k let› ‹s 'é'› = ‹s '\''› ‹k else› { ‹k return› }; }"#),
    ("java", r#"‹k package› com.acme;

‹a @RestController›
‹k public final class› ‹t PageController› ‹k extends› ‹t Base› {
    ‹k private static final› ‹t int MAX› = ‹n 10_000›;
    ‹a @GetMapping›(‹s "/pages/{id}"›)
    ‹k public› ‹t Page› ‹f get›(‹a @PathVariable› ‹t long› id) ‹k throws› ‹t NotFound› {
        ‹t var› text = ‹s """
            a "block"
            """›;
        ‹k return› pages.‹f find›(id).‹f orElseThrow›(() -> ‹k new› ‹t NotFound›(‹s 'x'›));
    }
}"#),
    ("kotlin", r#"‹k data class› ‹t User›(‹k val› name: ‹t String›, ‹k var› age: ‹t Int›? = ‹t null›)

‹a @Test›
‹k fun› ‹f User.greet›(): ‹t String› = ‹s "Hello, ›‹v $name›‹s , ›‹v ${age ?: 0}›‹s !"› ‹c // text›"#),
    ("kotlin", r#"‹k val› html = ‹s """<p>"›‹v $x›‹s "</p>"""›"#),
    ("c", r#"‹m #include› ‹s <stdio.h>›
‹m #define› MAX ‹n 10›

‹t int› ‹f main›(‹t int› argc, ‹t char› **argv) {
    ‹c /* say it */›
    ‹f printf›(‹s "%d\n"›, argc > ‹n 1› ? ‹s 'a'› : MAX);
    ‹k return› ‹n 0›;
}"#),
    ("cpp", r#"‹k template› <‹k typename› T>
‹k class› ‹t Box› : ‹k public› Base {
  ‹t std›::‹t string› text = ‹s R"(a "raw" one)"›;
  ‹k virtual› T ‹f get›() ‹k const noexcept override› { ‹k return static_cast›<T>(‹n 1.5f›); }
};"#),
    ("csharp", r#"‹k using› ‹t System›;
‹k namespace› ‹t Acme.Pages›;

‹a [ApiController]›
‹k public class› ‹t Page› : ‹t Base›
{
    ‹k public› ‹t string Title› { ‹k get›; ‹k set›; } = ‹s $"a ›‹v {x}›‹s  {{b}}"›;
    ‹k public async› ‹t Task›<‹t int›> ‹f Run›() => ‹k await› ‹f Do›(‹s @"c:\dir\"›, list[‹n 0›]);
}"#),
    ("sql", r#"‹c -- newest first›
‹k SELECT› u.id, ‹f count›(*) ‹k AS› n ‹k FROM› ‹s "users"› u
‹k LEFT JOIN› orders o ‹k ON› o.user_id = u.id ‹k AND› o.state = ‹s 'it''s'›
‹k WHERE› u.created_at::‹t date› > ‹v :since› ‹k LIMIT› ‹n 10›;"#),
    ("sql", "‹k create table› t (id ‹t bigint› ‹k primary key›, name ‹t varchar›(‹n 20›) ‹k not null default› ‹s ''›);"),
    ("html", r#"‹m <!DOCTYPE html>›
‹c <!-- page -->›
<‹k a› ‹a href›=‹s "/x?a=1"› ‹a disabled›>Tom ‹v &amp; {{ name }}›</‹k a›>
<‹k script›>‹k let› x = ‹n 1›;</‹k script›>
<‹k style›>‹f p› { ‹a color›: ‹n #fff› }</‹k style›>"#),
    ("xml", r#"‹m <?xml version="1.0"?>›
<‹k project› ‹a xmlns:x›=‹s 'urn:x'›><‹k x:id›>1 < 2</‹k x:id›>‹s <![CDATA[<b>]]>›</‹k project›>"#),
    ("css", "‹c /* theme */›
‹k @media› (min-width: ‹n 40rem›) {
  ‹f .card > a:hover, #main› { ‹a color›: ‹f var›(‹v --ink›, ‹n #333›); ‹a margin›: ‹n -1.5em 0› ‹k !important›; }
}"),
    ("scss", r#"‹a $gap›: ‹n 4px›; ‹c // space›
‹f .a› { ‹f &:hover› { ‹a width›: ‹f calc›(‹n 100%› - ‹v $gap›); ‹k @include› ‹f box›(‹s "x"›); } }"#),
    ("toml", r#"‹c # manifest›
‹m [package]›
‹a name› = ‹s "portolan"›
‹a edition› = ‹n 2024›
‹a released› = ‹n 2026-01-02T03:04:05Z›
‹m [dependencies]›
‹a serde› = { ‹a version› = ‹s "1"›, ‹a features› = [‹s "derive"›], ‹a optional› = ‹t true› }
‹a list› = [
  ‹s 'a'›,
  ‹n 1.5›, ‹c # c›
]"#),
    ("toml", r#"‹a text› = ‹s """
[not] a = table
"""›"#),
    ("ini", "‹c ; server›
‹m [server]›
‹a port› = ‹n 8080›
‹a debug›: ‹t true›
‹a path› = /usr/‹v ${dir}› ‹c ; here›
‹a title› = it's ok"),
    ("env", r#"‹c # local›
‹k export› ‹a API_URL›=‹s "http://x"›
‹a RETRIES›=‹n 3›"#),
    ("dockerfile", r#"‹c # syntax=docker/dockerfile:1›
‹k FROM› ‹a --platform›=‹v $BUILDPLATFORM› rust:1.90 ‹k AS› build
‹k ARG› ‹a VERSION›=1 TARGET
‹k RUN› ‹a --mount›=type=cache,target=/x ‹f cargo› build ‹a --release› \
    && ‹f cp› a ‹s "›‹v $VERSION›‹s "›
‹k COPY› ‹a --from›=build /a /b
‹k EXPOSE› 8080
‹k ENTRYPOINT› [‹s "/app"›, ‹s "serve"›]"#),
    ("hcl", r#"‹c # bucket›
‹k resource› ‹s "aws_s3_bucket" "logs"› {
  ‹a bucket› = ‹s "logs-›‹v ${var.env}›‹s "›
  ‹a count›  = var.enabled ? ‹n 1› : ‹n 0›
  ‹k lifecycle› {
    ‹a prevent_destroy› = ‹t true›
  }
  ‹a policy› = ‹s <<-EOT
    { "a": 1 }
  EOT›
  ‹a tags› = ‹f merge›(local.tags, { ‹a Name› = ‹s "x"› })
}"#),
    ("proto", r#"‹k syntax› = ‹s "proto3"›;
‹k import› ‹s "a.proto"›;
‹c // A page.›
‹k message› ‹t Page› {
  ‹k repeated› ‹t string› titles = ‹n 1›;
  ‹k map›<‹t string›, ‹t Owner›> owners = ‹n 2› [deprecated = ‹t true›];
}
‹k service› ‹t Pages› { ‹k rpc› ‹f Get›(‹t GetRequest›) ‹k returns› (‹k stream› ‹t Page›); }"#),
    ("graphql", "‹c # pages›
‹k query› ‹f Page›(‹v $id›: ‹t ID›!) {
  ‹f page›(‹a id›: ‹v $id›) ‹a @include›(‹a if›: ‹t true›) { title ...‹t Parts› }
}
‹k type› ‹t Page› ‹k implements› ‹t Node› { ‹a id›: ‹t ID›! ‹f owners›(‹a first›: ‹t Int› = ‹n 10›): [‹t User›!]! }"),
    ("ruby", r#"‹k class› ‹t Page› < ‹t ApplicationRecord›
  ‹k attr_reader› ‹t :title›
  ‹c # text›
  ‹k def› ‹f self.find_by!›(‹a id›:, ‹a state›: ‹t :open›)
    ‹v @pages› ||= {}
    puts ‹s "no ›‹v #{id}›‹s "› ‹k if› id =~ ‹s /a\/b/› && !empty?
  ‹k end
end›"#),
    ("ruby", r#"text = ‹s <<~EOS›.strip
‹s   a "b"
EOS›"#),
    ("php", r#"‹m <?php›
‹a #[Route('/x')]›
‹k final class› ‹t Page› ‹k extends› ‹t Base› {
    ‹c // text›
    ‹k public function› ‹f title›(?‹t string› ‹v $name› = ‹t null›): ‹t string› {
        ‹k return› ‹s "Hi ›‹v {$this->name}›‹s  ›‹v $name›‹s "› . ‹f strtoupper›(‹v $name› ?? ‹s 'x'›);
    }
}
‹m ?>›"#),
    ("diff", "‹m diff --git a/x b/x
--- a/x
+++ b/x
@@ -1,2 +1,2 @@›
 same
‹d -old <a>›
‹i +new
+newer›"),
    ("make", r#"‹a VERSION› := ‹v $(shell git describe)›
‹f .PHONY›: all
‹f all›: build test ‹c ## everything›
	@‹f echo› ‹s "›‹v $(VERSION)›‹s "› ‹v $@› && ‹f go› build ‹a -o› bin/app
‹k ifeq› (‹v $(OS)›,Linux)
‹k include› x.mk
‹k endif›"#),
    ("markdown", "‹m # Title›
Some ‹s `code`› and [a link](‹a https://x.y/z›).
‹c > quote›
‹m ```rust›
‹k fn› ‹f main›() {}
‹m ```›
- item"),
    ("swift", r#"‹k import› ‹t Foundation›
‹a @MainActor›
‹k struct› ‹t Page›: ‹t View› {
    ‹k let› title: ‹t String› ‹c // text›
    ‹k func› ‹f body›(_ n: ‹t Int›) -> ‹k some› ‹t View› { ‹f Text›(‹s "Hi ›‹v \(title)›‹s , ›‹v \(n + 1)›‹s "›) }
}"#),
    ("scala", r#"‹k case class› ‹t Page›(title: ‹t String›, size: ‹t Int› = ‹n 0›) ‹k extends› ‹t Node›:
  ‹k def› ‹f greet›(name: ‹t String›): ‹t String› = ‹s s"Hi ›‹v $name›‹s  ›‹v ${size + 1}›‹s "› ‹c // text›"#),
    ("powershell", r#"‹c # list›
‹k function› ‹f Get-Page› {
    ‹k param›([‹t string›]‹v $Name› = ‹s 'x'›)
    ‹f Get-ChildItem› ‹a -Path› ‹v $env:TEMP› ‹a -Recurse› | ‹f Where-Object› { ‹v $_›.Length ‹a -gt› ‹n 10› }
    ‹f Write-Output› ‹s "Hi ›‹v $Name›‹s  `"x`""›
}"#),
    ("nginx", r#"‹k server› {
    ‹k listen› ‹n 443› ssl;
    ‹c # proxy›
    ‹k location› ~ \.php$ {
        ‹k proxy_set_header› Host ‹v $host›;
        ‹k gzip› ‹t on›;
    }
}"#),
    ("lua", r#"‹c -- text›
‹k local function› ‹f add›(a, b)
  ‹c --[[ long
  comment ]]›
  ‹k return› a + b .. ‹s "x"› .. ‹s [[y]]›
‹k end›"#),
    ("elixir", r#"‹k defmodule› ‹t Acme.Page› ‹k do›
  ‹a @moduledoc› ‹s "Pages"›
  ‹k def› ‹f title›(%{‹a name›: name}, opts \\ []) ‹k when› ‹f is_binary›(name), ‹a do›: ‹s "Hi ›‹v #{name}›‹s "›
  ‹c # text›
  ‹k defp› ‹f empty?›(x), ‹a do›: x == ‹t nil› ‹k and› ‹t :ok›
‹k end›"#),
    ("http", r#"‹k POST› /api/v4/projects HTTP/1.1
‹a Content-Type›: application/json

{‹a "name"›: ‹s "x"›, ‹a "n"›: ‹n 1›}"#),
    ("http", "‹m HTTP/1.1› ‹n 404› Not Found
‹a Server›: nginx"),
];

/// Returns the code of an example.
pub(super) fn code_of(example: &str) -> String {
    let mut parts = example.split('‹');
    let plain = parts.next().unwrap();
    let marked = parts.map(|part| part.split_once(' ').unwrap().1);
    std::iter::once(plain).chain(marked).collect::<String>().replace('›', "")
}

fn shorthand(html: &str) -> String {
    let marks = [("<span class=\"h", "‹"), ("\">", " "), ("</span>", "›")];
    let escapes = [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    // A quote before an angle bracket of the code is safe here: that bracket is still escaped.
    marks.iter().chain(&escapes).fold(html.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[test]
fn examples_look_as_expected() {
    for (language, example) in EXAMPLES {
        let html = highlighted(language, &code_of(example));
        assert_eq!(shorthand(&html), *example, "as {language}");
    }
}
