//! Markdown in, HTML and problems out.

mod markdown_html;

use std::time::{Duration, Instant};

use kb_generator::content::markdown::{
    Context, Highlighter, ImageInfo, MarkdownOptions, MarkdownSource, Rendered, fuzz, render,
};
use markdown_html::check_html;
use proptest::prelude::*;

fn render_text(text: &str) -> Rendered {
    let highlighter = Highlighter::new();
    let context = Context {
        options: &MarkdownOptions { mermaid: true, ..MarkdownOptions::default() },
        text: &|id, arguments| {
            let values: Vec<&str> = arguments.iter().map(|(_, value)| *value).collect();
            if values.is_empty() { id.to_owned() } else { format!("{id}:{}", values.join(",")) }
        },
        image: &|target| {
            target.starts_with("images/").then(|| ImageInfo {
                width: Some(800),
                height: Some(600),
                variants: if target.contains("big") {
                    vec![(400, "images/big-400.webp".to_owned())]
                } else {
                    Vec::new()
                },
            })
        },
        highlighter: &highlighter,
        title: None,
    };
    render(&MarkdownSource { text, first_line: 5 }, &context)
}

fn html(rendered: &Rendered) -> String {
    let mut html = String::new();
    rendered.html.write(&mut html, &mut |reference| {
        format!("{:?}:{}", reference.kind, reference.target).into()
    });
    html
}

/// The HTML, followed by the problems.
fn show(text: &str) -> String {
    let rendered = render_text(text);
    let mut out = html(&rendered);
    check_html(&out).expect("the page is whole");
    if !rendered.problems.is_empty() {
        out.push_str("\n--\n");
    }
    for problem in &rendered.problems {
        let help = problem.help.as_deref().map(|help| format!(" ({help})")).unwrap_or_default();
        let (line, column) = (problem.line, problem.column);
        out.push_str(&format!("{line}:{column} {}: {}{help}\n", problem.code, problem.message));
    }
    out
}

macro_rules! shows {
    ($($name:ident: $text:expr;)*) => {
        $(#[test]
        fn $name() {
            insta::assert_snapshot!(show($text));
        })*
    };
}

shows! {
    headings_get_ids_and_begin_at_level_two:
        "# Title\n\nIntro *text*.\n\n## What now?\n\n### Über `uns`\n\n## What now?\n\n## Own {#mine}\n\n## Own {#mine}\n\n##### Deep\n";
    tables_are_wrapped: "| a | b |\n|---|--:|\n| 1 | `2` |\n";
    task_lists_are_labelled: "- [x] done\n- [ ] open\n  - inner\n";
    a_task_may_hold_a_heading: "- [ ] ---\n    ---\n";
    footnotes_stand_at_the_end: "One[^a] and two[^b] and one[^a].\n\n[^b]: Second *note*.\n[^a]: First.\n";
    plain_addresses_become_links: "See https://pedalo.example/a_b_c, www.pedalo.example or help@pedalo.example. `https://no.example`\n";
    links_are_sorted: "[a](../a.md#x) [b](b.pdf) [c](https://c.example \"C\") [d](mailto:a@b.c) [e](javascript:alert) [f](#here){target=\"_blank\"} end\n";
    quotations_become_admonitions: "> [!NOTE]\n> Text\n\n>[!WARNING] Take care\n>\n> - item\n\n> [!FAQ]- Folded\n> Answer\n\n> plain\n";
    colons_become_admonitions: ":::note\nText\n:::\n\n::::warning[Mind *this*]\n:::tip\ninner\n:::\n::::\n\n:::notr\nx\n:::\n";
    exclamation_marks_become_admonitions: "!!! note \"Own title\"\n\n    Text\n\n    ```sh\n    ls\n    ```\n\n??? tip\n    Folded\n\nAfter\n\n!!! danger \"\"\n    No title\n";
    admonitions_stand_in_lists: "1. step\n\n   :::note\n   inner\n   :::\n\n2. next\n\n   !!! tip\n\n       more\n\n3. last\n";
    an_unclosed_container_is_reported: ":::note\n\nText\n";
    a_closing_line_without_container_is_reported: "Text\n\n:::\n";
    tabs_have_two_spellings: ":::tabs\n::: tab npm\nA\n:::\n::: tab yarn\nB\n:::\n:::\n\n=== \"One\"\n\n    First\n\n=== \"Two\"\n\n    Second\n\nAfter\n";
    tabs_close_together: ":::tabs\n::: tab npm\nA\n::: tab yarn\nB\n:::\n\nAfter\n";
    details_fold: ":::details More `code`\nText\n:::\n\n<details><summary>Raw</summary>\n\n*Markdown*\n\n</details>\n";
    code_has_title_and_marked_lines: "```rust title=\"src/main.rs\" {2}\nfn main() {\n    let x = \"a\"; // b\n}\n```\n\n```unknown\nx < y\n```\n\n    indented\n";
    containers_in_code_stay: "```md\n:::note\n> [!NOTE]\n!!! note \"x\"\n{{< figure src=\"x\" >}}\n```\n\n`{{< x >}}` and `:::`\n";
    light_languages_are_coloured: "```cpp\n#include <x>\nint main() { return f(1); } // c\n```\n\n```console\n$ ls -l\nfile\n```\n";
    formulas_become_mathml: "Inline $x^2$, from $5 to $10.\n\n$$\\frac{1}{2}$$\n\n```math\ny\n```\n\n$\\undefinedcommand$\n";
    diagrams_are_text: "```mermaid\ngraph TD\nA-->B\n```\n";
    images_have_sizes_and_captions: "![Dock](images/dock.png \"The dock\")\n\nText ![](images/big.png){width=\"400\"} end\n\n![Away](https://a.example/b.png)\n";
    films_wait_for_a_click: "https://www.youtube.com/watch?v=dQw4w9WgXcQ\n\n::video[How to](https://vimeo.com/123)\n\n![Film](images/film.mp4)\n\n>[!VIDEO](https://video.tv.adobe.com/v/27429/)\n";
    raw_html_is_balanced: "<div class=\"box\" onclick=\"x()\">\n\nText <kbd>Ctrl</kbd> <b>bold\n\n</div></div>\n\n<script>alert(1)</script>\n\nH<sub>2</sub>O <img src=\"images/a.png\" alt=\"\"> <foo>kept</foo>\n\n<!-- gone -->\n";
    raw_html_leaves_our_markup_alone: "<div>\n\n:::note\n```rust\nfn x() {}\n```\n:::\n\n![a](images/dock.png)\n\n[l](a.md)\n\n</div>\n";
    raw_tables_and_links_work: "<table><tr><td align=\"center\"><a href=\"a.md\" name=\"here\">x</a></td></tr></table>\n\n<a href=\"java&#x73;cript:x\">y</a>\n\n<h1>Big</h1>\n";
    shortcodes_are_translated: "{{% alert title=\"Mind\" color=\"warning\" %}}\nText [a]({{< ref \"b.md\" >}})\n{{% /alert %}}\n\n{{< figure src=\"images/dock.png\" caption=\"Dock\" >}}\n\n{{< tabpane text=true >}}\n{{% tab Java %}}\nJ\n{{% /tab %}}\n{{% tab Go %}}\nG\n{{% /tab %}}\n{{< /tabpane >}}\n\n{{< tabpane lang=go >}}\n{{< tab header=\"A\" >}}\nx := 1\n{{< /tab >}}\n{{< /tabpane >}}\n";
    unknown_shortcodes_are_dropped: "a {{< thing x=\"1\" >}}b{{< /thing >}} c\n\n{{% thing %}}\n\n{{$include /help/x.md}}\n\n{{</* shown */>}} {{ value }}\n";
    gitbook_tags_work: "{% hint style=\"info\" %}\nText\n{% endhint %}\n\n{% tabs %}\n{% tab title=\"A\" %}\na\n{% endtab %}\n{% endtabs %}\n";
    experience_league_marks_work: "> [!DNL Commerce] is\n\nSelect [!UICONTROL Save as].\n";
    docusaurus_tabs_work: "<Tabs>\n<TabItem value=\"a\" label=\"Apple\">\n\nx\n\n</TabItem>\n</Tabs>\n";
}

#[test]
fn the_text_is_given_by_sections() {
    let rendered = render_text(
        "# Unlock\n\nFirst *paragraph* here.\n\nSecond.\n\n## Is it free?\n\nYes, `really`.\n\n```sh\nls\n```\n",
    );
    assert_eq!(rendered.title.as_deref(), Some("Unlock"));
    assert_eq!(rendered.lead, "First paragraph here.");
    let sections: Vec<_> = rendered
        .sections
        .iter()
        .map(|section| (section.anchor.as_str(), section.level, section.text.as_str()))
        .collect();
    assert_eq!(
        sections,
        [("", 1, "First paragraph here. Second."), ("is-it-free", 2, "Yes, really. ls")]
    );
    assert_eq!(rendered.questions, [("Is it free?".to_owned(), "Yes, really. ls".to_owned())]);
    assert_eq!(rendered.headings[0].line, 11);
}

#[test]
fn nesting_bombs_are_bounded() {
    let bombs = [
        ">".repeat(10_000),
        "> ".repeat(10_000) + "x",
        "- ".repeat(10_000) + "x",
        "[".repeat(50_000),
        "![".repeat(20_000),
        "*a **b ".repeat(10_000),
        "<div>".repeat(20_000),
        "<b>".repeat(20_000),
        "x <b><i>".repeat(10_000),
        "<div>\n\n".repeat(5_000),
        ":::note\n".repeat(10_000),
        "!!! note \"x\"\n    ".repeat(5_000),
        "{{% alert %}}".repeat(10_000),
        "{{< x ".repeat(10_000),
        "{% if %}".repeat(10_000),
        "`".repeat(10_001),
        "` `` ".repeat(10_000),
        "$".repeat(10_001),
        format!("$${}$$", "{".repeat(10_000)),
        "a@".repeat(20_000),
        "www.".repeat(20_000),
        format!("https://a.bc/{}", ")".repeat(50_000)),
        "<".repeat(50_000),
        "<a ".repeat(20_000),
        "<!--".repeat(20_000),
        "<script>".repeat(10_000),
        "[^a]".repeat(10_000) + "\n\n[^a]: x\n",
        "# a\n".repeat(10_000),
        "| a ".repeat(5_000) + "|\n" + &"|-".repeat(5_000) + "|\n",
        "- [ ] a\n".repeat(10_000),
        (0..400).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect(),
    ];
    for bomb in &bombs {
        let start = Instant::now();
        let html = fuzz(bomb);
        let took = start.elapsed();
        let name = &bomb[..bomb.len().min(20)];
        check_html(&html).unwrap_or_else(|error| panic!("{name:?}: {error}"));
        if std::env::var_os("HELPWRIGHT_TIMES").is_some() {
            println!("{took:?} {name:?}");
        }
        assert!(took < Duration::from_secs(10), "{name:?} took {took:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::default())]

    #[test]
    fn no_text_breaks_the_page(text in "\\PC{0,200}") {
        prop_assert_eq!(check_html(&fuzz(&text)), Ok(()));
    }

    #[test]
    fn no_mixture_of_markup_breaks_the_page(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40)
    ) {
        let text: String = pieces.concat();
        prop_assert_eq!(check_html(&fuzz(&text)), Ok(()), "{:?}", text);
    }
}

const PIECES: &[&str] = &[
    "\n",
    "\n\n",
    " ",
    "    ",
    "  ",
    "> ",
    "- ",
    "1. ",
    "# ",
    "## ",
    "text ",
    "é",
    "|",
    "|-|\n",
    "*",
    "**",
    "_",
    "`",
    "```\n",
    "```rust\n",
    "~~~\n",
    "[",
    "]",
    "](",
    ")",
    "![",
    "<",
    ">",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<p>",
    "</p>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<a href=\"javascript:x\">",
    "</a>",
    "<img src=x onerror=alert(1)>",
    "<svg>",
    "</svg>",
    "<details>",
    "<summary>",
    "<style>",
    "<math>",
    "<textarea>",
    "<li>",
    "<h1>",
    "</h1>",
    "<br>",
    "data-hw=\"0\"",
    "<span data-hw=\"0\">",
    "\u{FDD0}0\u{FDD0}",
    "&#xFDD0;0&#xFDD0;",
    "&lt;",
    "&amp;",
    ":::note\n",
    ":::\n",
    "::: tabs\n",
    "::: tab a\n",
    "!!! note\n    x\n",
    "??? tip \"t\"\n",
    "=== \"A\"\n    a\n",
    "> [!NOTE]\n",
    "[!TIP]",
    "{{< x >}}",
    "{{% alert %}}",
    "{{% /alert %}}",
    "{{< tab >}}",
    "{{< tabpane >}}",
    "{% tab %}",
    "{{</* x */>}}",
    "$x$",
    "$$",
    "[^1]",
    "\n[^1]: note\n",
    "https://a.example",
    "www.a.example",
    "a@b.example",
    "https://youtu.be/abcdefgh",
    "![a](b.mp4)",
    "![a](b.png \"c\")",
    "[a](b.md){.x}",
    "<Tabs>\n",
    "</Tabs>\n",
    "- [ ] ",
    "- [x] ",
    "\\",
    "\"",
    "'",
    "{",
    "}",
    "---\n",
    "===\n",
    "<iframe src=\"https://youtu.be/abc\">",
    "[a](javascript:x)",
    "<javascript:x>",
    "\t",
    "\r\n",
    "<b\n",
    "<h2 id=a>",
    "<video src=x>",
    "<col>",
];
