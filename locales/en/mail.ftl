# English.

## A letter with answers that the customer has not seen

# $count (number) - answers in the letter; $brand (text) - name of the brand.
mail-subject =
    { $count ->
        [one] New answer from { $brand }
       *[other] { NUMBER($count) } new answers from { $brand }
    }
# $name (text) - the customer, where the address is known to be theirs.
mail-hello = Hello { $name },
mail-intro = We have answered you, and you have not seen it yet:
# $name (text) - name of a file that an agent sent.
mail-file = File: { $name }
# $site (text) - address of a site, without https.
mail-link = Answer on { $site }
mail-reply = You can reply to this email.
# $reference (text) - what the sender of a form was told to name.
mail-reference = Your reference: { $reference }
# $brand (text) - name of the brand.
mail-why = You get this email because you wrote to { $brand }.
mail-unsubscribe = Unsubscribe

## A letter that a form has arrived

# $reference (text) - what to name when asking about it.
mail-confirmation-subject = We have your message ({ $reference })
# $brand (text) - name of the brand.
mail-confirmation = Thank you. Your message has reached { $brand }, and we will answer you.

## The page for whoever wants no more letters

# $brand (text) - name of the brand.
mail-stop-title = No more emails from { $brand }?
mail-stop-text = Answers then wait for you in the chat only.
mail-stop-button = Unsubscribe
# $brand (text) - name of the brand.
mail-stopped = You get no more emails from { $brand }
mail-again-button = Get emails again
# $brand (text) - name of the brand.
mail-again = You get emails from { $brand } again

## The way from a letter back into its conversation

mail-back-button = Continue the conversation
mail-back-private = This link opens your conversation for 30 days. Please do not pass it on.
# $brand (text) - name of the brand.
mail-back-title = Your conversation with { $brand }
mail-back-text = You can go on in this browser, without a password. Please do so only on a device that you trust.
# $address (text) - most of an email address: a…@example.com
mail-back-for = For { $address }
mail-back-opening = Your conversation opens in a moment. This needs JavaScript, and leave to keep data in this browser.
mail-back-open = Your conversation is on this page. If you have closed it, open it again here.
mail-back-wrong = This link is not complete
mail-back-wrong-text = Please open it once more from the email, or copy all of it.
mail-back-expired = This link has expired
mail-back-expired-text = Links in our emails count for 30 days. You can write to { $brand } at any time.
mail-back-gone = This link opens no conversation
mail-back-gone-text = It is not available any more. You can write to { $brand } at any time.

## A letter to an agent: something has happened in a conversation

# $brand (text) - name of the brand.
mail-notice-unassigned = Nobody has this conversation yet ({ $brand })
# $brand (text) - name of the brand.
mail-notice-message = A customer wrote in your conversation ({ $brand })
# $brand (text) - name of the brand.
mail-notice-missed = A chat was not answered in time ({ $brand })
# $brand (text) - name of the brand.
mail-notice-assigned = A conversation was given to you ({ $brand })
mail-notice-open = Open the conversation
mail-notice-why = You get this email because your notifications say so. What was written stays in the inbox.
mail-notice-change = Change what you are told of
