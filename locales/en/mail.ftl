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
