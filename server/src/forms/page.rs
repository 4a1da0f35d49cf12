//! A form as a page without any script: what the relay shows to browsers that
//! have none.
//!
//! Texts of people are escaped wherever they stand; nothing else is ever put
//! into the page. Its policy lets nothing run and nothing be loaded.

use std::fmt::Write;

use kb_locales::{Argument, Catalog, Locale};
use kb_protocol::form::{
    Choice, Field, FieldKind, FieldProblem, PLAIN_PREFIX, RawAnswers, Reason, Target,
};
use kb_protocol::limits;

/// The look of the page; `--brand` is set beside it.
const STYLE: &str = include_str!("page.css");

/// A page that is about to be shown.
pub(crate) struct Page<'a> {
    pub(crate) texts: &'a Catalog,
    /// Name of the brand.
    pub(crate) brand: &'a str,
    /// Its colour, checked when the settings were read.
    pub(crate) color: &'a str,
    /// Address of its help site.
    pub(crate) home: Option<&'a str>,
    pub(crate) title: &'a str,
    /// Once for this answer: only the style with it counts.
    pub(crate) nonce: &'a str,
}

/// One screen of a form.
pub(crate) struct Screen<'a> {
    /// Paragraphs before the first question.
    pub(crate) intro: &'a str,
    /// Heading of the step.
    pub(crate) heading: &'a str,
    /// Number of the step, from 1, and how many there are.
    pub(crate) step: (usize, usize),
    pub(crate) fields: Vec<&'a Field>,
    /// Answers to these questions and to all others so far.
    pub(crate) answers: &'a RawAnswers,
    pub(crate) problems: &'a [FieldProblem],
    /// Message that stands above all.
    pub(crate) note: Option<&'static str>,
    /// What the page says beside the answers, without the prefix.
    pub(crate) hidden: Vec<(&'static str, String)>,
    /// Whether the form is sent from here.
    pub(crate) is_last: bool,
}

impl Page<'_> {
    /// The page around `main`.
    pub(crate) fn html(&self, main: &str) -> String {
        let locale = self.texts.locale();
        let (code, direction) = (locale.code(), locale.direction());
        let (brand, title) = (escape(self.brand), escape(self.title));
        let head = match self.home {
            Some(home) => format!("<a href=\"{}\">{brand}</a>", escape(home)),
            None => brand.clone(),
        };
        format!(
            "<!doctype html>\n<html lang=\"{code}\" dir=\"{direction}\">\n\
             <meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"robots\" content=\"noindex\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>{title} · {brand}</title>\n\
             <style nonce=\"{}\">:root{{--brand:{}}}{STYLE}</style>\n\
             <body>\n<header><bdi>{head}</bdi></header>\n<main>\n{main}</main>\n</html>\n",
            self.nonce, self.color
        )
    }

    /// A form at one of its steps.
    pub(crate) fn form(&self, screen: &Screen<'_>) -> String {
        let mut main = String::new();
        line(&mut main, &format!("<h1>{}</h1>", escape(self.title)));
        for paragraph in screen.intro.split("\n\n").filter(|text| !text.trim().is_empty()) {
            line(&mut main, &format!("<p class=\"lead\">{}</p>", escape(paragraph.trim())));
        }
        if let Some(note) = screen.note {
            let text = escape(&self.texts.text(note, &[]));
            line(&mut main, &format!("<p class=\"note\" role=\"status\">{text}</p>"));
        }
        self.summary(&mut main, screen);
        let is_upload = screen.fields.iter().any(|field| is_file(field));
        let kind = if is_upload { " enctype=\"multipart/form-data\"" } else { "" };
        line(
            &mut main,
            &format!("<form method=\"post\" accept-charset=\"utf-8\"{kind} novalidate>"),
        );
        self.carried(&mut main, screen);
        line(&mut main, "<fieldset>");
        let (step, steps) = screen.step;
        if steps > 1 {
            let count = [("step", Argument::from(step as u64)), ("steps", (steps as u64).into())];
            let count = escape(&self.texts.text("form-step", &count));
            let heading = escape(screen.heading);
            line(&mut main, &format!("<legend><small>{count}</small> {heading}</legend>"));
        } else {
            let title = escape(self.title);
            line(&mut main, &format!("<legend class=\"hidden\">{title}</legend>"));
        }
        for field in &screen.fields {
            self.field(&mut main, screen, field);
        }
        line(&mut main, "</fieldset>\n<p class=\"buttons\">");
        let go = if screen.is_last { "form-send" } else { "form-next" };
        let go = escape(&self.texts.text(go, &[]));
        line(&mut main, &format!("<button class=\"go\">{go}</button>"));
        if step > 1 {
            let back = escape(&self.texts.text("form-back", &[]));
            let name = format!("{PLAIN_PREFIX}back");
            line(&mut main, &format!("<button name=\"{name}\" value=\"1\">{back}</button>"));
        }
        line(&mut main, "</p>\n</form>");
        self.html(&main)
    }

    /// What is said when a form is kept.
    pub(crate) fn thanks(&self, words: Option<&str>, reference: &str) -> String {
        let text = |id: &str| self.texts.text(id, &[]);
        let words = words.map_or_else(|| text("form-sent-text"), str::to_owned);
        let main = format!(
            "<h1>{}</h1>\n<p class=\"lead\">{}</p>\n\
             <p class=\"reference\">{}: <strong><bdi>{}</bdi></strong></p>\n<p>{}</p>\n",
            escape(&text("form-sent")),
            escape(&words),
            escape(&text("form-reference")),
            escape(reference),
            escape(&text("form-reference-keep"))
        );
        self.html(&main)
    }

    /// What is said of a form that is gone.
    pub(crate) fn gone(&self) -> String {
        let text = |id: &str| escape(&self.texts.text(id, &[]));
        let (title, words) = (text("form-gone"), text("form-gone-text"));
        self.html(&format!("<h1>{title}</h1>\n<p class=\"lead\">{words}</p>\n"))
    }

    /// What has to be corrected, with a way to each.
    fn summary(&self, main: &mut String, screen: &Screen<'_>) {
        if screen.problems.is_empty() {
            return;
        }
        let count = [("count", Argument::from(screen.problems.len() as u64))];
        let title = escape(&self.texts.text("form-errors", &count));
        line(main, "<section class=\"summary\" role=\"alert\" aria-labelledby=\"summary\">");
        line(main, &format!("<h2 id=\"summary\">{title}</h2>\n<ul>"));
        for problem in screen.problems {
            let field = screen.fields.iter().find(|field| field.id.as_str() == problem.field);
            let said = escape(&say(self.texts, field.copied(), &problem.reason));
            match field {
                Some(field) => {
                    let (id, label) = (field.id.as_str(), escape(&field.label));
                    let item = format!("<a href=\"#f-{id}\">{label}</a> {said}");
                    line(main, &format!("<li>{item}</li>"));
                }
                None => line(main, &format!("<li>{said}</li>")),
            }
        }
        line(main, "</ul>\n</section>");
    }

    /// Answers of other screens, and what the page has to say.
    fn carried(&self, main: &mut String, screen: &Screen<'_>) {
        for (name, value) in &screen.hidden {
            hidden(main, &format!("{PLAIN_PREFIX}{name}"), value);
        }
        for (field, texts) in &screen.answers.0 {
            let is_here = screen.fields.iter().any(|shown| shown.id.as_str() == field);
            for text in texts.iter().filter(|_| !is_here) {
                hidden(main, field, text);
            }
        }
        let trap = escape(&self.texts.text("form-trap", &[]));
        line(
            main,
            &format!(
                "<p class=\"trap\" aria-hidden=\"true\"><label>{trap} \
                 <input name=\"{PLAIN_PREFIX}trap\" tabindex=\"-1\" autocomplete=\"off\"></label></p>"
            ),
        );
    }

    fn field(&self, main: &mut String, screen: &Screen<'_>, field: &Field) {
        let id = field.id.as_str();
        let answers = screen.answers.of(id);
        let first = answers.first().map_or("", String::as_str);
        if matches!(field.kind, FieldKind::Hidden { .. }) {
            return hidden(main, id, first);
        }
        let problem = screen.problems.iter().find(|problem| problem.field == id);
        let help = self.help(field);
        let mut described = Vec::new();
        if !help.is_empty() {
            described.push(format!("f-{id}-help"));
        }
        if problem.is_some() {
            described.push(format!("f-{id}-error"));
        }
        let mut state = String::new();
        if !described.is_empty() {
            write!(state, " aria-describedby=\"{}\"", described.join(" ")).expect(TAKES);
        }
        if problem.is_some() {
            state.push_str(" aria-invalid=\"true\"");
        }
        if field.required {
            state.push_str(" aria-required=\"true\"");
        }
        let label = escape(&field.label);
        let optional = if field.required || field.required_when.is_some() {
            String::new()
        } else {
            format!(" <small>({})</small>", escape(&self.texts.text("form-optional", &[])))
        };
        let mut below = String::new();
        if !help.is_empty() {
            let help = escape(&help);
            line(&mut below, &format!("<p class=\"help\" id=\"f-{id}-help\">{help}</p>"));
        }
        if let Some(problem) = problem {
            let said = escape(&say(self.texts, Some(field), &problem.reason));
            line(&mut below, &format!("<p class=\"error\" id=\"f-{id}-error\">{said}</p>"));
        }
        let class = if problem.is_some() { "field wrong" } else { "field" };
        line(main, &format!("<div class=\"{class}\">"));
        match &field.kind {
            FieldKind::Consent => {
                let checked = if matches!(first, "true" | "on") { " checked" } else { "" };
                line(
                    main,
                    &format!(
                        "<label class=\"box\"><input type=\"checkbox\" id=\"f-{id}\" \
                         name=\"{id}\" value=\"true\"{checked}{state}> <span>{label}{optional}</span>\
                         </label>\n{below}"
                    ),
                );
            }
            FieldKind::Boolean => {
                let texts = self.texts;
                let options = [("true", "form-yes"), ("false", "form-no")].map(|(value, id)| {
                    Choice { value: value.into(), label: texts.text(id, &[]), when: None }
                });
                let legend = format!("{label}{optional}");
                boxes(main, "radio", id, &legend, &below, &state, &options, answers);
            }
            FieldKind::MultiSelect { options, .. } => {
                let legend = format!("{label}{optional}");
                boxes(main, "checkbox", id, &legend, &below, &state, options, answers);
            }
            kind => {
                line(main, &format!("<label for=\"f-{id}\">{label}{optional}</label>\n{below}"));
                self.control(main, field, kind, first, &state);
            }
        }
        line(main, "</div>");
    }

    /// The one element that asks a question.
    fn control(&self, main: &mut String, field: &Field, kind: &FieldKind, text: &str, state: &str) {
        let id = field.id.as_str();
        let value = escape(text);
        let placeholder = match field.placeholder.as_str() {
            "" => String::new(),
            text => format!(" placeholder=\"{}\"", escape(text)),
        };
        let complete = match &field.target {
            Some(Target::CustomerName) => " autocomplete=\"name\"",
            Some(Target::CustomerEmail) => " autocomplete=\"email\"",
            Some(Target::CustomerPhone) => " autocomplete=\"tel\"",
            _ => "",
        };
        let input = |kind: &str, more: &str| {
            format!(
                "<input type=\"{kind}\" id=\"f-{id}\" name=\"{id}\" value=\"{value}\"{more}\
                 {placeholder}{complete}{state}>"
            )
        };
        let range = |min: &Option<String>, max: &Option<String>| {
            let mut text = String::new();
            for (name, value) in [("min", min), ("max", max)] {
                if let Some(value) = value {
                    write!(text, " {name}=\"{}\"", escape(value)).expect(TAKES);
                }
            }
            text
        };
        let html = match kind {
            FieldKind::Textarea { .. } => format!(
                // A browser leaves the first line break out.
                "<textarea id=\"f-{id}\" name=\"{id}\" rows=\"6\"{placeholder}{state}>\n{value}\
                 </textarea>"
            ),
            FieldKind::Email => input("email", " dir=\"ltr\""),
            FieldKind::Phone => input("tel", " dir=\"ltr\""),
            FieldKind::Url => input("url", " dir=\"ltr\""),
            FieldKind::Number { whole, .. } => {
                let mode = if *whole { "numeric" } else { "decimal" };
                input("text", &format!(" inputmode=\"{mode}\" dir=\"ltr\""))
            }
            FieldKind::Date { min, max } => input("date", &range(min, max)),
            FieldKind::Datetime { min, max } => input("datetime-local", &range(min, max)),
            FieldKind::Select { options } | FieldKind::Tree { options } => {
                let choose = escape(&self.texts.text("form-choose", &[]));
                let mut list = format!(
                    "<select id=\"f-{id}\" name=\"{id}\"{state}><option value=\"\">{choose}</option>"
                );
                for choice in options {
                    let depth = match kind {
                        FieldKind::Tree { .. } => choice.value.matches('/').count(),
                        _ => 0,
                    };
                    let indent = "\u{2003}".repeat(depth);
                    let chosen = if choice.value == text { " selected" } else { "" };
                    let (value, label) = (escape(&choice.value), escape(&choice.label));
                    write!(list, "<option value=\"{value}\"{chosen}>{indent}{label}</option>")
                        .expect(TAKES);
                }
                list.push_str("</select>");
                list
            }
            FieldKind::File { max } => {
                let many = if *max > 1 { " multiple" } else { "" };
                format!("<input type=\"file\" id=\"f-{id}\" name=\"{id}\"{many}{state}>")
            }
            _ => input("text", &format!(" maxlength=\"{}\"", limits::FIELD_CHARS)),
        };
        line(main, &html);
    }

    /// What helps to answer: the author's sentence, and how many files.
    fn help(&self, field: &Field) -> String {
        match &field.kind {
            FieldKind::File { max } => {
                let count = self.texts.text("form-files", &[("count", (*max as u64).into())]);
                if field.help.is_empty() { count } else { format!("{} {count}", field.help) }
            }
            _ => field.help.clone(),
        }
    }
}

const TAKES: &str = "a string takes everything";

/// A group of boxes, of which one or several are ticked.
#[expect(clippy::too_many_arguments, reason = "the pieces of one element, used twice above")]
fn boxes(
    main: &mut String,
    kind: &str,
    id: &str,
    legend: &str,
    below: &str,
    state: &str,
    options: &[Choice],
    answers: &[String],
) {
    let role = if kind == "radio" { "radiogroup" } else { "group" };
    let state = state.replace(" aria-required=\"true\"", "");
    line(main, &format!("<fieldset role=\"{role}\"{state}><legend>{legend}</legend>\n{below}"));
    for (number, choice) in options.iter().enumerate() {
        let at = if number == 0 { format!("f-{id}") } else { format!("f-{id}-{number}") };
        let checked = if answers.contains(&choice.value) { " checked" } else { "" };
        let (value, label) = (escape(&choice.value), escape(&choice.label));
        line(
            main,
            &format!(
                "<label class=\"box\"><input type=\"{kind}\" id=\"{at}\" name=\"{id}\" \
                 value=\"{value}\"{checked}> <span>{label}</span></label>"
            ),
        );
    }
    line(main, "</fieldset>");
}

fn is_file(field: &Field) -> bool {
    matches!(field.kind, FieldKind::File { .. })
}

fn hidden(main: &mut String, name: &str, value: &str) {
    let (name, value) = (escape(name), escape(value));
    line(main, &format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">"));
}

fn line(main: &mut String, html: &str) {
    main.push_str(html);
    main.push('\n');
}

/// A text that stands in HTML, also between double quotes.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// What people are told of a wrong answer.
fn say(texts: &Catalog, field: Option<&Field>, reason: &Reason) -> String {
    let kind = field.map(|field| &field.kind);
    let is_choice = matches!(kind, Some(FieldKind::MultiSelect { .. } | FieldKind::File { .. }));
    let is_day = matches!(kind, Some(FieldKind::Date { .. } | FieldKind::Datetime { .. }));
    let count = |id: &str, count: usize| texts.text(id, &[("count", (count as u64).into())]);
    let with = |id: &str, name: &'static str, value: &str| {
        texts.text(id, &[(name, Argument::from(value))])
    };
    let plain = |id: &str| texts.text(id, &[]);
    match reason {
        Reason::Required if matches!(kind, Some(FieldKind::Consent)) => plain("form-error-consent"),
        Reason::Required => plain("form-error-required"),
        Reason::TooShort { min } if is_choice => count("form-error-too-few", *min),
        Reason::TooShort { min } => count("form-error-too-short", *min),
        Reason::TooLong { max } if is_choice => count("form-error-too-many", *max),
        Reason::TooLong { max } => count("form-error-too-long", *max),
        Reason::WrongShape { shape } => {
            let example = shape.replace('9', "1").replace('*', "A");
            with("form-error-wrong-shape", "example", &example)
        }
        Reason::NoEmail => plain("form-error-no-email"),
        Reason::NoPhone => plain("form-error-no-phone"),
        Reason::NoUrl => plain("form-error-no-url"),
        Reason::NoNumber => plain("form-error-no-number"),
        Reason::NotWhole => plain("form-error-not-whole"),
        Reason::TooSmall { min } if is_day => {
            with("form-error-too-early", "limit", &day(texts, min))
        }
        Reason::TooLarge { max } if is_day => {
            with("form-error-too-late", "limit", &day(texts, max))
        }
        Reason::TooSmall { min } => with("form-error-too-small", "limit", min),
        Reason::TooLarge { max } => with("form-error-too-large", "limit", max),
        Reason::NoDate => plain("form-error-no-date"),
        Reason::NoChoice => plain("form-error-no-choice"),
        Reason::OnlyOne => plain("form-error-only-one"),
        Reason::Altered => plain("form-error-altered"),
        Reason::NotAsked => plain("form-error-not-asked"),
        Reason::FileTooLarge => plain("form-error-file-large"),
        Reason::FileKind => plain("form-error-file-kind"),
        Reason::FileRefused => plain("form-error-file"),
        Reason::Unknown => plain("form-error-required"),
    }
}

/// A day in the words of a locale; with a time both stay as they are written.
fn day(texts: &Catalog, text: &str) -> String {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |at: usize| parts.get(at).and_then(|part| part.parse::<i32>().ok());
    match (parts.len(), number(0), number(1), number(2)) {
        (3, Some(year), Some(month), Some(day)) => {
            let small = |number: i32| u8::try_from(number).unwrap_or(1);
            texts.format_date(year, small(month), small(day))
        }
        _ => text.replace('T', " "),
    }
}

/// The locale of a form's texts.
pub(crate) fn locale_of(code: &str) -> Locale {
    Locale::parse(code).unwrap_or_else(|_| Locale::parse("en").expect("a code"))
}
