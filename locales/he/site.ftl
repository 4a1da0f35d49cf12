# עברית. ניסוח שאינו תלוי במין הקוראים ככל האפשר. מירכאות: ”…”.

## Header

skip-to-content = דילוג לתוכן
header-home = { $name }, דף הבית
header-menu = תפריט
header-language-current = שפה: { $locale }
header-theme = מראה
header-theme-light = בהיר
header-theme-dark = כהה
header-theme-auto = אוטומטי
header-links = קישורים ראשיים

announcement-label = הודעה
announcement-dismiss = הסתרת ההודעה

## Search

search-label = חיפוש במאמרי העזרה
search-placeholder = מה לחפש?
search-submit = חיפוש
search-results-count =
    { $count ->
        [one] תוצאה אחת
        [two] שתי תוצאות
       *[other] { NUMBER($count) } תוצאות
    }
search-results-label = תוצאות החיפוש
search-no-results = לא נמצאו תוצאות עבור ”{ $query }”
search-no-results-help = כדאי לבדוק את האיות, לנסות פחות מילים או מילים אחרות, או לעיין בנושאים.
search-showing-results-for = תוצאות עבור ”{ $query }”
search-loading = מתבצע חיפוש…
search-error = החיפוש אינו זמין כרגע. אפשר למצוא את כל המאמרים ברשימה.
search-needs-javascript = לחיפוש דרוש JavaScript. אפשר למצוא את כל המאמרים ברשימה.
search-all-articles = כל המאמרים לפי א״ב
search-all-results = לכל התוצאות עבור ”{ $query }”
search-page-title = חיפוש
search-page-title-query = תוצאות עבור ”{ $query }”
search-in-section = בתוך ”{ $section }”
search-keyboard-hint = ↑ ו־↓ למעבר, Enter לפתיחה, Esc לסגירה

## Home

home-greeting = איך אפשר לעזור?
home-categories = נושאים
home-featured = מאמרים פופולריים
home-recent = עודכנו לאחרונה

## Categories

category-count =
    { $count ->
        [one] מאמר אחד
        [two] שני מאמרים
       *[other] { NUMBER($count) } מאמרים
    }
category-articles = מאמרים
category-subcategories = נושאים ממוקדים יותר
category-empty = אין כאן מאמרים עדיין.
category-feed = מעקב אחר עדכונים בפיד
category-all = לכל התוכן בנושא ”{ $category }”

## Articles

article-updated = עודכן ב־{ $date }
article-reading-time =
    { $minutes ->
        [one] דקת קריאה אחת
        [two] שתי דקות קריאה
       *[other] { NUMBER($minutes) } דקות קריאה
    }
article-contents = בדף הזה
article-related = מאמרים קשורים
article-previous = הקודם
article-next = הבא
article-previous-next = המאמר הקודם והמאמר הבא
article-tags = תגיות
article-print = הדפסה
article-heading-link = קישור אל ”{ $heading }”
article-table = טבלה
article-copy-code = העתקה
article-copied = הועתק
article-link-copied = הקישור הועתק
article-markdown = הצגה כ־Markdown
article-more-in = עוד בנושא ”{ $category }”
article-contact-title = עדיין צריך עזרה?
article-contact-text = נשמח לעזור.
article-feed = עדכונים בפיד

## Notices about translations

notice-fallback = המאמר עדיין לא זמין ב{ $wanted }. הוא מוצג ב{ $shown }.
notice-stale = ייתכן שהתרגום אינו מעודכן. הגרסה ב{ $shown } חדשה יותר.
notice-source-link = לקריאה ב{ $locale }

## Ways through the site

breadcrumbs-label = המיקום באתר
breadcrumbs-home = דף הבית
tag-title = מאמרים בנושא ”{ $tag }”
tag-count =
    { $count ->
        [one] מאמר אחד
        [two] שני מאמרים
       *[other] { NUMBER($count) } מאמרים
    }
articles-title = כל המאמרים
articles-letters = מעבר לאות
pagination-label = עמודים
pagination-page = עמוד { NUMBER($number) }
pagination-current = עמוד { NUMBER($number) }, העמוד הנוכחי

## Pages for special cases

not-found-title = לא מצאנו את הדף
not-found-text = ייתכן שהוא הועבר או ששמו השתנה. אפשר להמשיך בעזרת החיפוש.
not-found-suggestions = דפים שעשויים לעזור
offline-title = אין חיבור לאינטרנט
offline-text = הדף הזה לא שמור במכשיר. צריך להתחבר לאינטרנט ולנסות שוב.

## Footer

footer-label = כותרת תחתונה
footer-language = שפה
footer-powered-by = נוצר באמצעות { $name }
footer-copyright = © { $year } { $name }

## In the text of an article

admonition-note = הערה
admonition-tip = טיפ
admonition-important = חשוב
admonition-warning = אזהרה
admonition-caution = זהירות
video-play = הפעלת הסרטון: { $title }
details-open = פרטים
task-done = בוצע
task-open = לביצוע
footnote-back = חזרה לטקסט של הערת שוליים { $number }
footnotes-title = הערות שוליים
diagram-label = תרשים

## Feeds

feed-title = { $name }: עדכונים
feed-category-title = { $name }: { $category }

## Forms, beside form.ftl

form-sending = בשליחה…
form-remove-file = הסרת { $name }
form-file-waiting = { $name } בהעלאה
form-files-by-mail = נא לצרף את הקבצים להודעת הדוא״ל בעצמכם.
form-shown = שאלה חדשה: { $label }
form-hidden = אין בה עוד צורך: { $label }
form-home = חזרה למרכז העזרה
form-offline = אין חיבור לרשת. ההודעה שמורה במכשיר הזה ותישלח מעצמה כשהחיבור יחזור.
form-unreachable = אי אפשר להגיע אלינו כרגע. התשובות שמורות במכשיר הזה.
form-retry = לנסות שוב
form-mail = לכתוב דוא״ל במקום
form-gone-kept = הטופס הזה כבר אינו בשימוש. התשובות שמורות במכשיר הזה, כך שאפשר להעתיק אותן.
form-restored = שמרנו את מה שנכתב כאן קודם.
form-start-over = להתחיל מחדש
form-by-mail = תוכנת הדוא״ל תיפתח עם התשובות. נא לשלוח משם.

## Articles that are offered while a form is filled in

suggestions-title = המאמרים האלה אולי יעזרו
suggestions-found = מתחת לשדה מופיעים מאמרים שאולי יעזרו.
suggestions-back = חזרה לטופס
suggestions-solved = זה פתר את הבעיה
suggestions-thanks = שמחים שזה עזר
suggestions-thanks-text = לא נשלח דבר, ומה שנכתב נמחק.

## “Was this helpful?” below an article

vote-title = האם המאמר עזר?
vote-yes = כן
vote-no = לא
vote-thanks = תודה על התשובה.
vote-reasons = מה אפשר לשפר?
vote-off-topic = הוא עונה על שאלה אחרת
vote-incomplete = הוא אומר מעט מדי
vote-unclear = קשה להבין אותו
vote-wrong = הוא שגוי או לא עדכני
vote-other = משהו אחר
vote-words = רוצים לספר לנו עוד?
vote-privacy = אי אפשר לענות כאן, ולכן נא לא לכתוב דבר אישי.
vote-send = שליחה
vote-sent = תודה. אנחנו קוראים כל מילה.
vote-later = אי אפשר להגיע אלינו כרגע. התשובה תישלח מאוחר יותר.
