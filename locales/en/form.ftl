# Texts of forms, on the pages of a site and on those that the relay makes. This
# file names every message; the other locales translate it.
#
# Style: short, kind, concrete. Errors never blame and say what to do.

## The page

form-send = Send
form-next = Continue
form-back = Back
form-step = Step { NUMBER($step) } of { NUMBER($steps) }
# Stands behind a question that may be left out.
form-optional = optional
form-choose = Please choose
form-yes = yes
form-no = no
# $count is how many files are taken.
form-files =
    { $count ->
        [one] One file
       *[other] Up to { NUMBER($count) } files
    }
# Browsers forget files when a page comes back.
form-files-again = Please choose your files once more.
# Names a field that only programs see, read aloud.
form-trap = Leave this field empty
form-check = Almost done. Please look over your answers and send them.

## Afterwards

form-sent = Thank you
# For forms that say nothing of their own.
form-sent-text = We have received your message and will get back to you.
# Stands before a number such as HW-7K3M-Q9XA.
form-reference = Reference
# Follows the number.
form-reference-keep = Please keep it in case you write to us again.
form-gone = This form is no longer available
form-gone-text = Please go back to the page that you came from and look for another way to reach us.

## What went wrong

# Heads the list of errors. $count is how many.
form-errors =
    { $count ->
        [one] Please look at one answer again
       *[other] Please look at { NUMBER($count) } answers again
    }
form-problem-expired = This page was open for a long time. Your answers are still here: please send them once more.
form-problem-fast = That was very quick. Please look over your answers and send them once more.
form-problem-limited = Many forms have come from your network. Your answers are still here: please send them again later.
# $when is such as “in 12 seconds” or “in 3 minutes”.
form-problem-limited-until = Many forms have come from your network. Your answers are still here: please send them again { $when }.
form-problem-unavailable = We could not save it. Your answers are still here: please send them again in a moment.

## What has to be corrected

form-error-required = Please answer this question.
form-error-consent = Please tick this box to go on.
form-error-too-short =
    { $count ->
        [one] Please write at least one character.
       *[other] Please write at least { NUMBER($count) } characters.
    }
form-error-too-long =
    { $count ->
        [one] Please write at most one character.
       *[other] Please write at most { NUMBER($count) } characters.
    }
form-error-too-few =
    { $count ->
        [one] Please choose at least one.
       *[other] Please choose at least { NUMBER($count) }.
    }
# Of choices and of files.
form-error-too-many =
    { $count ->
        [one] Please choose at most one.
       *[other] Please choose at most { NUMBER($count) }.
    }
# $example is made of letters and digits, such as AA-123.
form-error-wrong-shape = Please write it like this: { $example }
form-error-no-email = Please write an e-mail address, such as name@example.com.
form-error-no-phone = Please write a telephone number with its digits.
form-error-no-url = Please write an address that begins with https://.
form-error-no-number = Please write a number.
form-error-not-whole = Please write a whole number.
# $limit is a number.
form-error-too-small = The smallest value is { $limit }.
# $limit is a number.
form-error-too-large = The largest value is { $limit }.
# $limit is a day, perhaps with a time.
form-error-too-early = The earliest is { $limit }.
# $limit is a day, perhaps with a time.
form-error-too-late = The latest is { $limit }.
form-error-no-date = Please write a day that the calendar has.
form-error-no-choice = Please choose from the list.
form-error-only-one = Please give one answer only.
form-error-not-asked = This question is no longer asked. Please look over your answers and send them once more.
form-error-altered = Something on this page was changed on the way. Please send it once more.
form-error-file-large = This file is too large.
form-error-file-kind = Files of this kind cannot be sent.
form-error-file = This file could not be taken. Please try another one.

## What the relay says in a chat that waits for an answer

# $count is how long those who were answered lately had waited, in minutes.
wait-estimate =
    { $count ->
        [one] The last visitors waited about { NUMBER($count) } minute for an answer.
       *[other] The last visitors waited about { NUMBER($count) } minutes for an answer.
    }
