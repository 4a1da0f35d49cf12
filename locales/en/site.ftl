# Interface texts of a help site. This file names every message; the other
# locales translate it, and a site may override any message of any locale in
# its own locales/<code>/site.ftl.
#
# Style: short, kind, concrete. Buttons are verbs. Errors never blame.
# Typographic quotes and apostrophes. Comments explain every variable.

## Header

skip-to-content = Skip to content
# Link on the logo. $name is the name of the help site.
header-home = { $name }, home
header-menu = Menu
# The language in use, read aloud. $locale is its own name, e.g. “Deutsch”.
header-language-current = Language: { $locale }
# Label of the choice between light and dark.
header-theme = Appearance
header-theme-light = Light
header-theme-dark = Dark
# Follows the device’s own setting.
header-theme-auto = Automatic
# Names the links in the header for screen readers.
header-links = Main links

# Names the bar with news above the page for screen readers.
announcement-label = Announcement
announcement-dismiss = Hide this announcement

## Search

# Names the search field and the region around it for screen readers.
search-label = Search the help articles
search-placeholder = Search for answers
search-submit = Search
# $count is the number of articles found.
search-results-count =
    { $count ->
        [one] { NUMBER($count) } result
       *[other] { NUMBER($count) } results
    }
# Names the list of results for screen readers.
search-results-label = Search results
# $query is what the reader typed.
search-no-results = No results for “{ $query }”
search-no-results-help = Check the spelling, try fewer or other words, or look through the topics.
# The search found nothing and corrected a typo. $query is the corrected text.
search-showing-results-for = Showing results for “{ $query }”
# Link back to what was typed. $query is that text.
search-loading = Searching…
search-error = Search isn’t available right now. You can still find every article in the list.
search-needs-javascript = Search needs JavaScript. You can find every article in the list.
search-all-articles = All articles from A to Z
# Link to the page with all results. $query is what the reader typed.
search-all-results = See all results for “{ $query }”
search-page-title = Search
# Title of the page with results. $query is what the reader typed.
search-page-title-query = Results for “{ $query }”
# The hit is a part of an article. $section is the heading of that part.
search-in-section = In “{ $section }”
# Under the results, for people with a keyboard.
search-keyboard-hint = Use ↑ and ↓ to move, Enter to open, Esc to close

## Home

home-greeting = How can we help?
home-categories = Topics
home-featured = Popular articles
home-recent = Recently updated

## Categories

# $count is the number of articles in the category.
category-count =
    { $count ->
        [one] { NUMBER($count) } article
       *[other] { NUMBER($count) } articles
    }
category-articles = Articles
category-subcategories = More specific topics
category-empty = There are no articles here yet.
# Link to the feed of a category.
category-feed = Get updates by feed
# Link from a card on the home page. $category is the category’s title.
category-all = See everything in “{ $category }”

## Articles

# $date is a long date, e.g. “March 5, 2026”.
article-updated = Updated { $date }
# $minutes is a whole number, at least 1.
article-reading-time = { NUMBER($minutes) } min read
# Heading of the table of contents.
article-contents = On this page
article-related = Related articles
article-previous = Previous
article-next = Next
# Names the links to the previous and the next article for screen readers.
article-previous-next = Previous and next article
article-tags = Tags
article-print = Print
# The “#” beside a heading, read aloud. $heading is the heading’s text.
article-heading-link = Link to “{ $heading }”
# Names a table that scrolls sideways for screen readers.
article-table = Table
article-copy-code = Copy
article-copied = Copied
article-link-copied = Link copied
# Link to the article as plain Markdown.
article-markdown = View as Markdown
# Heading of the list of neighbouring articles. $category is the category’s title.
article-more-in = More in “{ $category }”
article-contact-title = Still need help?
article-contact-text = We’re happy to help you.
# Link to the feed of all articles.
article-feed = Updates as a feed

## Notices about translations

# The article is shown in another language. $wanted is the reader’s language and
# $shown the article’s, both as in running text, e.g. “German”.
notice-fallback = This article isn’t available in { $wanted } yet. You’re reading it in { $shown }.
# The translation is older than its source. $shown is the source’s language.
notice-stale = This translation may be out of date. The { $shown } version is newer.
# Link to the source. $locale is its language, e.g. “English”.
notice-source-link = Read it in { $locale }

## Ways through the site

# Names the breadcrumbs for screen readers.
breadcrumbs-label = You are here
breadcrumbs-home = Home
# $tag is the tag’s name.
tag-title = Articles about “{ $tag }”
# $count is the number of articles with the tag.
tag-count =
    { $count ->
        [one] { NUMBER($count) } article
       *[other] { NUMBER($count) } articles
    }
articles-title = All articles
# Names the letters above the list for screen readers.
articles-letters = Jump to a letter
# Names the links to further pages for screen readers.
pagination-label = Pages
# $number is the page’s number.
pagination-page = Page { NUMBER($number) }
# The page that is open, read aloud. $number is its number.
pagination-current = Page { NUMBER($number) }, current page

## Pages for special cases

not-found-title = We can’t find this page
not-found-text = It may have moved or been renamed. A search will help you on.
not-found-suggestions = Pages that may help
offline-title = You’re offline
offline-text = This page isn’t saved on your device. Connect to the internet and try again.

## Footer

# Names the footer’s links for screen readers.
footer-label = Footer
footer-language = Language
# $name is the name of this program.
footer-powered-by = Made with { $name }
# $year is the year as text, $name the name of the site’s owner.
footer-copyright = © { $year } { $name }

## In the text of an article

admonition-note = Note
admonition-tip = Tip
admonition-important = Important
admonition-warning = Warning
admonition-caution = Caution
# Button over a video. $title is its title.
video-play = Play video: { $title }
# A block that opens on click and has no title of its own.
details-open = Details
# A checkbox in a list of tasks, read aloud.
task-done = Done
task-open = To do
# The arrow behind a footnote, read aloud. $number is the footnote’s number.
footnote-back = Back to the text of footnote { $number }
footnotes-title = Footnotes
# Name a drawing and a formula for screen readers.
diagram-label = Diagram

## Feeds

# $name is the name of the help site.
feed-title = { $name }: updates
# $name is the name of the help site, $category the category’s title.
feed-category-title = { $name }: { $category }

## The page of a form, beside form.ftl

form-sending = Sending…
# $name is the name of a file.
form-remove-file = Remove { $name }
form-file-waiting = Uploading { $name }
form-files-by-mail = Please attach your files to the e-mail yourself.
# Read aloud when an answer makes a question appear, or disappear. $label is the question.
form-shown = New question: { $label }
form-hidden = No longer needed: { $label }
form-home = Back to the help centre
form-offline = You’re offline. Your message is kept on this device and goes out by itself when you’re back.
form-unreachable = We can’t be reached right now. Your answers are kept on this device.
form-retry = Try again
form-mail = Write an e-mail instead
# The form was withdrawn while it was filled in.
form-gone-kept = This form is no longer in use. Your answers are kept on this device, so that you can still copy them.
form-restored = We’ve kept what you wrote here before.
form-start-over = Start over
# The form goes by the reader’s own e-mail program.
form-by-mail = Your e-mail program opens with your answers. Please send them from there.

## Articles that are offered while a form is filled in

suggestions-title = These articles may help
# Read aloud when articles appear.
suggestions-found = Articles that may help are shown below the field.
suggestions-back = Back to the form
suggestions-solved = This solved it
suggestions-thanks = Glad that helped
# An article answered the question, so the form was not sent.
suggestions-thanks-text = Nothing was sent, and what you wrote is forgotten.

## “Was this helpful?” below an article

vote-title = Was this article helpful?
vote-yes = Yes
vote-no = No
vote-thanks = Thank you for telling us.
vote-reasons = What could be better?
vote-off-topic = It answers another question
vote-incomplete = It says too little
vote-unclear = It’s hard to understand
vote-wrong = It’s wrong or out of date
vote-other = Something else
vote-words = Would you like to tell us more?
vote-privacy = We can’t answer here, so please don’t write anything personal.
vote-send = Send
vote-sent = Thank you. We read every word.
vote-later = We can’t be reached right now. Your answer is sent later.
