# Texts of the chat widget. This file names every message; the other locales
# translate it.
#
# Style: short, kind, concrete. Buttons are verbs. Errors never blame and say
# what happens next. Typographic quotes and apostrophes. The widget reads text,
# variables and choices by a variable, nothing else of Fluent.

## The button that opens the chat, read aloud

launcher-open = Open chat
# $count is the number of new messages.
launcher-unread =
    { $count ->
        [one] Open chat, { NUMBER($count) } new message
       *[other] Open chat, { NUMBER($count) } new messages
    }
launcher-close = Close chat
# Title of the page while messages are new. $title is the page’s own title.
title-unread = ({ NUMBER($count) }) { $title }

## The panel

# Names the panel for screen readers. $name is the brand.
panel-label = Chat with { $name }
panel-close = Close chat
availability-online = We’re here to help
availability-offline = We’re away, but we read every message

## Start

home-greeting = How can we help?
home-intro = Write to us here. You can leave this page and come back to our answer.
home-write = Send us a message
home-conversations = Your conversations
# $count is the number of new messages in a conversation, read aloud.
home-unread =
    { $count ->
        [one] { NUMBER($count) } new message
       *[other] { NUMBER($count) } new messages
    }

## A conversation

conversation-back = Back to the start
# Names the list of messages for screen readers.
conversation-messages = Messages
conversation-empty = What can we do for you? We answer right here.
conversation-older = Show older messages
conversation-loading = Getting your messages…
conversation-today = Today
conversation-yesterday = Yesterday
# $name is the name of a person of the brand.
conversation-joined = { $name } joined the conversation
conversation-ended = This conversation has ended. Write again and it goes on.
# $name is the name of a person or of the brand.
conversation-typing = { $name } is writing…
# A new message, read aloud. $name is who wrote it, $text is what.
conversation-arrived = { $name } wrote: { $text }
# Who wrote a message, read aloud.
message-from-you = You wrote:
# $name is who wrote it.
message-from = { $name } wrote:

## How far a message got

mark-queued = Waits for a connection
mark-sending = Sending…
mark-sent = Sent
mark-seen = Seen
failed-unsent = This message wasn’t sent.
failed-too-long = This message is too long and wasn’t sent.
failed-not-allowed = This conversation can’t take more messages.
message-retry = Try again
message-discard = Discard

## Writing

composer-label = Your message
composer-placeholder = Write a message…
composer-send = Send
# $count is the number of characters above the limit.
composer-too-long =
    { $count ->
        [one] { NUMBER($count) } character too many
       *[other] { NUMBER($count) } characters too many
    }

## The connection

link-offline = You’re offline. What you write is kept and sent when you’re back.
link-connecting = Connecting again. What you write is kept.
link-refused = Chat can’t be reached from this page at the moment.
link-outdated = This chat has a newer version. Load the page again to go on.

## Ending

end-open = End conversation
end-question = End this conversation?
end-note = You can write again at any time.
end-confirm = End conversation
end-cancel = Go on

## Articles of the help site

# The button that opens the widget where it shows articles, read aloud.
kb-launcher = Open help
kb-close = Close help
# Names the panel for screen readers. $name is the brand.
kb-label = Help from { $name }
# Under the brand’s name where there is no chat.
kb-status = Answers to read, at any time
kb-search-label = Search the help articles
kb-search-placeholder = Search for answers…
kb-searching = Searching…
# $count is the number of pages found.
kb-results =
    { $count ->
        [one] { NUMBER($count) } result
       *[other] { NUMBER($count) } results
    }
# $text is what was looked for.
kb-none = Nothing found for “{ $text }”.
kb-none-help = Try fewer or other words, or look through the topics.
# $text is what was looked for instead, with its typos mended.
kb-corrected = Showing results for “{ $text }”.
kb-popular = Popular articles
kb-topics = Topics
kb-articles = Articles
# $count is the number of articles in a topic.
kb-count =
    { $count ->
        [one] { NUMBER($count) } article
       *[other] { NUMBER($count) } articles
    }
kb-back = Back
# A link that opens the help site in a new tab.
kb-open-page = Open the full page in a new tab
kb-loading = Loading…
# Where an article or topic was, that is gone.
kb-missing = This page isn’t here any more.
kb-failed = The help articles can’t be reached at the moment.
kb-retry = Try again
kb-home = Go to the start
# Over an article that is shown in another language.
kb-foreign = This article isn’t available in your language yet.
# Under an article, before the button that begins a conversation.
kb-ask = Didn’t find your answer?
