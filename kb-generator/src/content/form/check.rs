//! What makes no sense in a form: told with its line and what to do.

use std::collections::BTreeSet;
use std::fmt;

use kb_locales::Locale;
use kb_protocol::attribute::{AttributeKind, kind_of};
use kb_protocol::condition::{Condition, Literal, Test};
use kb_protocol::form::{
    Choice, Field, FieldKind, Form, MAX_ROUTES, RawAnswers, Route, Step, Target, check as answer,
};
use kb_protocol::id::{FieldId, FormId};
use kb_protocol::limits::TAG_CHARS;

use super::super::dynamic;
use super::super::never::{Known, impossible, mismatch, never, tests};
use super::FormSource;
use super::file::{Bound, FieldFile, FieldType};
use crate::config::{LocalizedText, SiteConfig};
use crate::diagnostic::{Diagnostic, Severity, did_you_mean, position};

/// Most fields of a form.
const MAX_FIELDS: usize = 200;
/// Groups and tests of all conditions of a form together: a browser looks at
/// them with every letter.
const MAX_CONDITIONS: usize = 2_000;

/// Tells everything; `false` if the form cannot be published so.
pub(super) fn check(
    form: &FormSource,
    text: &str,
    config: &SiteConfig,
    diagnostics: &mut Vec<Diagnostic>,
) -> bool {
    let mut check = Check { form, text, config, found: Vec::new() };
    check.whole();
    let is_right = check.found.iter().all(|found| found.severity != Severity::Error);
    diagnostics.append(&mut check.found);
    is_right
}

/// Whose condition is looked at.
struct Asker<'a> {
    /// Where it stands in the file.
    byte: usize,
    /// Id of the field; `None` for a route.
    id: Option<&'a str>,
}

impl<'a> Asker<'a> {
    fn field(field: &'a FieldFile) -> Self {
        Self { byte: field.id.span().start, id: Some(field.id.get_ref()) }
    }
}

impl fmt::Display for Asker<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.id {
            Some(id) => write!(formatter, "field `{id}`"),
            None => write!(formatter, "this route"),
        }
    }
}

struct Check<'a> {
    form: &'a FormSource,
    text: &'a str,
    config: &'a SiteConfig,
    found: Vec<Diagnostic>,
}

impl<'a> Check<'a> {
    fn error(&mut self, message: String, help: impl Into<String>) {
        let found = Diagnostic::error("form", &self.form.path, message);
        self.found.push(found.with_help(help));
    }

    fn at(&mut self, field: &FieldFile, message: String, help: impl Into<String>) {
        self.at_byte(field.id.span().start, message, help);
    }

    fn at_byte(&mut self, byte: usize, message: String, help: impl Into<String>) {
        let (line, _) = position(self.text, byte);
        let found = Diagnostic::error("form", &self.form.path, message).at_line(line);
        self.found.push(found.with_help(help));
    }

    fn whole(&mut self) {
        let form = self.form;
        let file = &form.file;
        if !file.fields.is_empty() && !file.steps.is_empty() {
            self.error(
                "the form has `fields` beside its `steps`".into(),
                "move them into a step, or take the steps away",
            );
            return;
        }
        if file.pages().iter().any(|(_, fields)| fields.is_empty()) {
            self.error(
                "the form has a page without fields".into(),
                "add a field: `[[fields]]` with `id`, `type` and `label`",
            );
            return;
        }
        if file.all_fields().count() > MAX_FIELDS {
            self.error(format!("the form has more than {MAX_FIELDS} fields"), "split it");
            return;
        }
        let brands: Vec<&str> = self.config.brands.iter().map(|brand| &*brand.name).collect();
        for brand in file.brands.iter().filter(|name| !brands.contains(&name.as_str())) {
            let help = did_you_mean(brand, brands.iter().copied())
                .unwrap_or_else(|| format!("known: {}", brands.join(", ")));
            self.error(format!("there is no brand `{brand}`"), help);
        }
        let default = &self.config.default_locale;
        let published = form.in_locale(default, default);
        let of_routes = published.routes.iter().map(|route| route.when.parts());
        let parts: usize = published.fields().map(parts).chain(of_routes).sum();
        if parts > MAX_CONDITIONS {
            self.error(
                format!(
                    "the conditions of the form have {parts} parts; {MAX_CONDITIONS} are taken"
                ),
                "split the form, or use `one_of` in place of many tests",
            );
            return;
        }
        let mut before: Vec<&FieldFile> = Vec::new();
        for field in file.all_fields() {
            self.field(field, &before, &published);
            before.push(field);
        }
        if file.routes.len() > MAX_ROUTES {
            let help = format!("{MAX_ROUTES} are taken; put those with the same answer into one");
            self.error(format!("the form has {} routes", file.routes.len()), help);
        }
        for (route, read) in file.routes.iter().zip(&published.routes) {
            self.route(route.span().start, read, &before, &published);
        }
        self.targets();
        self.translations();
        for text in file.intro.iter().chain(&file.thanks) {
            if let Some((message, help)) = dynamic::mistake(text, &dynamic::OF_FORMS, &[]) {
                self.error(message, help);
            }
        }
    }

    fn field(&mut self, field: &FieldFile, before: &[&FieldFile], form: &Form) {
        let id = field.id.get_ref();
        if id.parse::<FieldId>().is_err() {
            let help = "use ASCII letters, digits, hyphens and underscores";
            return self.at(field, format!("`{id}` is no id of a field"), help);
        }
        if before.iter().any(|other| other.id.get_ref() == id) {
            let help = "give each field an id of its own";
            return self.at(field, format!("there are two fields `{id}`"), help);
        }
        if field.label.is_none() && field.kind != FieldType::Hidden {
            self.at(field, format!("field `{id}` asks nothing"), "add a `label`");
        }
        self.keys(field);
        self.bounds(field);
        let conditions = field.when.iter().chain(&field.required_when);
        for condition in conditions {
            self.condition(&Asker::field(field), condition, before, form);
        }
        let Some(read) = form.fields().find(|read| read.id.as_str() == id) else { return };
        if let FieldKind::Select { options }
        | FieldKind::MultiSelect { options, .. }
        | FieldKind::Tree { options } = &read.kind
        {
            self.options(field, options, before, form);
        }
        self.default_answer(field, read);
    }

    /// Keys that the field's type does not have.
    fn keys(&mut self, field: &FieldFile) {
        use FieldType as T;
        let kind = field.kind;
        let has_range = matches!(
            kind,
            T::Text | T::Textarea | T::Number | T::Date | T::Datetime | T::MultiSelect
        );
        let foreign = [
            ("shape", field.shape.is_some(), kind == T::Text),
            ("whole", field.whole, kind == T::Number),
            ("prefill", field.prefill, kind == T::Hidden),
            (
                "options",
                field.options.is_some(),
                matches!(kind, T::Select | T::MultiSelect | T::Tree),
            ),
            ("min", field.min.is_some(), has_range),
            ("max", field.max.is_some(), has_range || kind == T::File),
        ];
        for (key, is_there, fits) in foreign {
            if is_there && !fits {
                let id = field.id.get_ref();
                self.at(
                    field,
                    format!("field `{id}` has `{key}`, which its type does not know"),
                    "take it away, or choose another `type`",
                );
            }
        }
    }

    fn bounds(&mut self, field: &FieldFile) {
        let id = field.id.get_ref();
        let wants_date = matches!(field.kind, FieldType::Date | FieldType::Datetime);
        for bound in field.min.iter().chain(&field.max) {
            let is_right = match bound {
                Bound::Number(number) if field.kind == FieldType::Number => number.is_finite(),
                Bound::Number(number) => !wants_date && *number >= 0.0 && number.fract() == 0.0,
                Bound::Text(text) => wants_date && is_answer(field, text),
            };
            if !is_right {
                let help = match field.kind {
                    FieldType::Date => "write a day, such as \"2026-05-01\"",
                    FieldType::Datetime => "write a day and a time, such as \"2026-05-01T09:00\"",
                    _ => "write a number",
                };
                return self.at(field, format!("field `{id}` has a limit that is none"), help);
            }
        }
        let is_crossed = match (&field.min, &field.max) {
            (Some(Bound::Number(min)), Some(Bound::Number(max))) => min > max,
            (Some(Bound::Text(min)), Some(Bound::Text(max))) => min > max,
            _ => false,
        };
        if is_crossed {
            let message = format!("nothing fits field `{id}`: its `min` is above its `max`");
            self.at(field, message, "exchange them");
        }
    }

    /// A route says what follows, in words that the relay takes.
    fn route(&mut self, byte: usize, route: &Route, before: &[&FieldFile], form: &Form) {
        self.condition(&Asker { byte, id: None }, &route.when, before, form);
        let is_wordless = |text: &String| text.trim().is_empty();
        if route.tags.is_empty() && route.hook.is_none() && route.search.is_none() {
            let help = "give it `tags`, a `hook` or words to `search` for, or take it away";
            self.at_byte(byte, "nothing follows from this route".into(), help);
        }
        let is_tag = |tag: &String| !is_wordless(tag) && tag.chars().count() <= TAG_CHARS;
        for tag in route.tags.iter().filter(|tag| !is_tag(tag)) {
            let help = format!("write a word of at most {TAG_CHARS} characters");
            self.at_byte(byte, format!("`{tag}` is no tag"), help);
        }
        if let Some(hook) = route.hook.as_ref().filter(|hook| hook.parse::<FormId>().is_err()) {
            let help = "write the name of one that `kb-server hook list` shows";
            self.at_byte(byte, format!("`{hook}` is no name of a form hook"), help);
        }
        if route.search.as_ref().is_some_and(is_wordless) {
            let help = "write words that stand in the articles, or take `search` away";
            self.at_byte(byte, "the route searches for nothing".into(), help);
        }
    }

    /// A condition may only ask what was asked before, and about answers that
    /// can be given.
    fn condition(
        &mut self,
        asker: &Asker<'_>,
        condition: &Condition,
        before: &[&FieldFile],
        form: &Form,
    ) {
        let names: BTreeSet<&str> = condition.fields().into_iter().collect();
        let mut is_known = true;
        for name in names {
            if before.iter().any(|other| other.id.get_ref() == name) {
                continue;
            }
            is_known = false;
            let later = || self.form.file.all_fields().any(|other| other.id.get_ref() == name);
            match asker.id {
                Some(id) if name == id => {
                    let message = format!("the condition of {asker} asks the field itself");
                    self.at_byte(asker.byte, message, "ask a field that comes before it");
                }
                Some(id) if later() => {
                    let message =
                        format!("the condition of {asker} asks `{name}`, which comes after it");
                    self.at_byte(asker.byte, message, format!("move `{name}` before `{id}`"));
                }
                _ => {
                    let known = before.iter().map(|other| other.id.get_ref().as_str());
                    let help = did_you_mean(name, known).unwrap_or_else(|| match asker.id {
                        Some(_) => "name a field that comes before it".into(),
                        None => "name a field of the form".into(),
                    });
                    let message =
                        format!("the condition of {asker} asks `{name}`, which there is not");
                    self.at_byte(asker.byte, message, help);
                }
            }
        }
        if is_known {
            let count = self.found.len();
            self.can_be_answered(asker, condition, form);
            let kind = |name: &str| form.fields().find(|field| field.id.as_str() == name);
            for (name, test) in tests(condition) {
                let known = kind(name).map(known);
                if let Some(why) = known.and_then(|known| mismatch(name, test, &known)) {
                    let message = format!("the condition of {asker} asks nothing: {why}");
                    let help = format!("write a test that fits what `{name}` answers with");
                    self.at_byte(asker.byte, message, help);
                }
            }
            let is_never = |name: &str, test: &Test| impossible(name, test, &known(kind(name)?));
            // What was told of one test is the reason for this as well.
            if self.found.len() == count
                && let Some(why) = never(condition, &is_never)
            {
                let message = format!("the condition of {asker} never holds: {why}");
                let help = "take the part away that is too much, or write `any` for `all`";
                self.at_byte(asker.byte, message, help);
            }
        }
    }

    /// A test for something that is no choice of a list holds never.
    fn can_be_answered(&mut self, asker: &Asker<'_>, condition: &Condition, form: &Form) {
        let (name, test) = match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                for part in parts {
                    self.can_be_answered(asker, part, form);
                }
                return;
            }
            Condition::Test { field, test } => (field, test),
        };
        let Some(asked) = form.fields().find(|asked| asked.id.as_str() == name) else { return };
        let options = asked.kind.options();
        if options.is_empty() {
            return;
        }
        let wanted: Vec<&str> = match test {
            Test::Is(Literal::Text(text)) | Test::IsNot(Literal::Text(text)) => vec![text],
            Test::OneOf(texts) | Test::NoneOf(texts) => texts
                .iter()
                .filter_map(|text| match text {
                    Literal::Text(text) => Some(text.as_str()),
                    Literal::Flag(_) | Literal::Number(_) => None,
                })
                .collect(),
            Test::Under(place) => vec![place],
            _ => Vec::new(),
        };
        for text in wanted {
            if !options.iter().any(|choice| choice.value.eq_ignore_ascii_case(text)) {
                let message = format!(
                    "the condition of {asker} asks whether `{name}` is `{text}`, which is not \
                     among its options"
                );
                let known = options.iter().map(|choice| choice.value.as_str());
                let help = did_you_mean(text, known)
                    .unwrap_or_else(|| format!("write one of the options of `{name}`"));
                self.at_byte(asker.byte, message, help);
            }
        }
    }

    fn options(
        &mut self,
        field: &FieldFile,
        options: &[Choice],
        before: &[&FieldFile],
        form: &Form,
    ) {
        let id = field.id.get_ref();
        if options.is_empty() {
            let help = "add them: `options = [\"one\", \"two\"]`";
            return self.at(field, format!("field `{id}` has nothing to choose from"), help);
        }
        let mut values = BTreeSet::new();
        for choice in options {
            if !values.insert(&choice.value) {
                let message = format!("field `{id}` has the option `{}` twice", choice.value);
                self.at(field, message, "take one of them away");
            }
            if let Some(when) = &choice.when {
                self.condition(&Asker::field(field), when, before, form);
            }
        }
    }

    /// What stands in the field at first must be an answer.
    fn default_answer(&mut self, field: &FieldFile, read: &Field) {
        let Some(default) = &field.default else {
            if field.kind == FieldType::Hidden && !field.prefill {
                let message = format!("field `{}` is hidden and says nothing", field.id.get_ref());
                self.at(field, message, "give it a `default`, or let it `prefill`");
            }
            return;
        };
        if !is_default(read, default) {
            let id = field.id.get_ref();
            let message = format!("the default `{default}` is no answer to field `{id}`");
            self.at(field, message, "write an answer that the field accepts");
        }
    }

    /// A message needs somebody to answer, once.
    fn targets(&mut self) {
        let file = &self.form.file;
        let mut seen: Vec<&Target> = Vec::new();
        for field in file.all_fields() {
            let Some(target) = &field.target else { continue };
            if seen.contains(&target) {
                let name = String::from(target.clone());
                let message = format!("two fields go to `{name}`");
                self.at(field, message, "take one of the targets away");
            }
            self.attribute(field, target);
            let wants_email = *target == Target::CustomerEmail;
            if wants_email && field.kind != FieldType::Email {
                let message = format!("field `{}` goes to `customer.email`", field.id.get_ref());
                self.at(field, message, "give it `type = \"email\"`");
            }
            seen.push(target);
        }
        if !seen.contains(&&Target::CustomerEmail) {
            let found = Diagnostic::warning(
                "form-no-address",
                &self.form.path,
                "nobody who is not signed in can be answered: no field goes to `customer.email`",
            );
            self.found.push(found.with_help(
                "add a field with `type = \"email\"` and `target = \"customer.email\"`",
            ));
        }
    }

    /// An attribute is declared, and takes what the field answers with.
    fn attribute(&mut self, field: &FieldFile, target: &Target) {
        let schema = self.config.attributes.as_ref();
        let (name, declared, key) = match target {
            Target::CustomerAttribute(name) => {
                (name, schema.map(|schema| &schema.customer), "customer")
            }
            Target::ConversationAttribute(name) => {
                (name, schema.map(|schema| &schema.conversation), "conversation")
            }
            _ => return,
        };
        let id = field.id.get_ref();
        let Some(kind) = kind_of(name) else {
            let help = "end it with `Str`, `Txt`, `Num`, `Bool`, `At` or `Url`: `topicStr`";
            return self.at(field, format!("`{name}` does not say its type"), help);
        };
        if let Some(declared) = declared
            && !declared.contains(name)
        {
            let help =
                did_you_mean(name, declared.iter().map(String::as_str)).unwrap_or_else(|| {
                    format!("add it to `{key}` in `[attributes]` of kb.toml and of server.toml")
                });
            return self.at(field, format!("there is no attribute `{name}` of a {key}"), help);
        }
        use AttributeKind as A;
        use FieldType as T;
        let (answers, fits) = match field.kind {
            T::Number => ("a number", kind == A::Num),
            T::Boolean | T::Consent => ("yes or no", kind == A::Bool),
            T::Date => ("a day", matches!(kind, A::At | A::Str | A::Txt)),
            T::Url => ("an address", matches!(kind, A::Url | A::Str | A::Txt)),
            T::Textarea => ("a text of several lines", kind == A::Txt),
            T::File => ("files", false),
            T::Hidden => ("a text", matches!(kind, A::Str | A::Txt | A::Url | A::At)),
            _ => ("a text", matches!(kind, A::Str | A::Txt)),
        };
        if !fits {
            let message =
                format!("field `{id}` answers with {answers}, which `{name}` does not take");
            self.at(
                field,
                message,
                "let the name of the attribute end with the type of the answer",
            );
        }
    }

    /// Locales that would show another locale's words.
    fn translations(&mut self) {
        let file = &self.form.file;
        let texts = |locale: &Locale| {
            let lacks = |text: &LocalizedText| match text {
                LocalizedText::Same(_) => false,
                LocalizedText::ByLocale(texts) => {
                    !texts.contains_key(locale.code())
                        && locale.parent().is_none_or(|parent| !texts.contains_key(parent.code()))
                }
            };
            let fields = file
                .all_fields()
                .flat_map(|field| field.label.iter().chain(&field.help).chain(&field.placeholder));
            [&file.title]
                .into_iter()
                .chain(&file.intro)
                .chain(&file.thanks)
                .chain(file.steps.iter().map(|step| &step.title))
                .chain(file.routes.iter().filter_map(|route| route.get_ref().search.as_ref()))
                .chain(fields)
                .filter(|text| lacks(text))
                .count()
        };
        let brands = self.config.brands.iter().filter(|brand| self.form.is_of(&brand.name));
        let locales: BTreeSet<&Locale> = brands.flat_map(|brand| &brand.locales).collect();
        for locale in locales {
            let count = texts(locale);
            if count > 0 {
                let message = format!("{count} texts are not translated to `{}`", locale.code());
                let found = Diagnostic::warning("form-untranslated", &self.form.path, message);
                self.found.push(
                    found.with_help("add them to the tables: `label = { en = \"…\", de = \"…\" }`"),
                );
            }
        }
    }
}

/// What later conditions see of a field.
fn known(field: &Field) -> Known<'_> {
    let values = || field.kind.options().iter().map(|choice| choice.value.as_str()).collect();
    match &field.kind {
        FieldKind::Number { min, max, .. } => Known::Number(*min, *max),
        FieldKind::Date { .. } | FieldKind::Datetime { .. } => Known::Day,
        FieldKind::Boolean | FieldKind::Consent => Known::Flag,
        FieldKind::Select { .. } | FieldKind::Tree { .. } => Known::One(values()),
        FieldKind::MultiSelect { .. } => Known::Several(values()),
        FieldKind::File { .. } => Known::Files,
        _ => Known::Text,
    }
}

/// Whether a field without limits takes this text.
fn is_answer(field: &FieldFile, text: &str) -> bool {
    let kind = match field.kind {
        FieldType::Date => FieldKind::Date { min: None, max: None },
        _ => FieldKind::Datetime { min: None, max: None },
    };
    let Ok(id) = field.id.get_ref().parse::<FieldId>() else { return false };
    accepts(plain(id, kind), text)
}

/// Whether the field itself accepts its default, asked alone.
fn is_default(field: &Field, default: &str) -> bool {
    let alone = Field { when: None, required_when: None, ..field.clone() };
    accepts(alone, default)
}

fn accepts(field: Field, text: &str) -> bool {
    let mut raw = RawAnswers::default();
    raw.add(field.id.as_str(), text);
    let form = Form {
        version: kb_protocol::form::FORM_VERSION,
        id: "check".parse().expect("letters are an id"),
        locale: String::new(),
        title: String::new(),
        intro: String::new(),
        steps: vec![Step { title: String::new(), fields: vec![field] }],
        routes: Vec::new(),
    };
    answer(&form, &raw).is_ok()
}

fn plain(id: FieldId, kind: FieldKind) -> Field {
    Field {
        id,
        kind,
        label: String::new(),
        help: String::new(),
        placeholder: String::new(),
        required: false,
        required_when: None,
        when: None,
        default: None,
        target: None,
    }
}

/// Groups and tests of a field's conditions, with those of its options.
fn parts(field: &Field) -> usize {
    let of_options = field.kind.options().iter().filter_map(|option| option.when.as_deref());
    let own = field.when.iter().chain(&field.required_when);
    own.chain(of_options).map(Condition::parts).sum()
}
