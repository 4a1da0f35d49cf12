# עברית. ניסוח ניטרלי ככל האפשר.

## The button that opens the chat, read aloud

launcher-open = פתיחת הצ׳אט
launcher-unread =
    { $count ->
        [one] פתיחת הצ׳אט, הודעה חדשה אחת
        [two] פתיחת הצ׳אט, שתי הודעות חדשות
       *[other] פתיחת הצ׳אט, { NUMBER($count) } הודעות חדשות
    }
launcher-close = סגירת הצ׳אט
title-unread = ({ NUMBER($count) }) { $title }

## The panel

panel-label = צ׳אט עם { $name }
panel-close = סגירת הצ׳אט
availability-online = אנחנו כאן כדי לעזור
availability-offline = אנחנו לא זמינים כרגע, אבל קוראים כל הודעה
availability-opens = אנחנו לא זמינים כרגע. נחזור { $when }, לפי השעון שלך
availability-opens-today = אנחנו לא זמינים כרגע. נחזור בשעה { $when }, לפי השעון שלך

## Start

home-greeting = איך אפשר לעזור?
home-intro = כתבו לנו כאן. אפשר לעזוב את הדף ולחזור לקרוא את התשובה.
home-write = שליחת הודעה
home-conversations = השיחות שלך
home-unread =
    { $count ->
        [one] הודעה חדשה אחת
        [two] שתי הודעות חדשות
       *[other] { NUMBER($count) } הודעות חדשות
    }

## A conversation

conversation-back = חזרה להתחלה
conversation-messages = הודעות
conversation-more = תמליל ועוד
conversation-empty = מה אפשר לעשות בשבילך? התשובה תגיע כאן.
conversation-empty-offline = אנחנו לא זמינים כרגע. אפשר לכתוב בכל זאת: אנחנו קוראים כל הודעה.
conversation-older = הצגת הודעות קודמות
conversation-loading = ההודעות שלך נטענות…
conversation-today = היום
conversation-yesterday = אתמול
conversation-joined = { $name } בשיחה מעכשיו
conversation-ended = השיחה הסתיימה. הודעה נוספת תמשיך אותה.
conversation-ended-new = השיחה הסתיימה. הודעה נוספת תפתח שיחה חדשה.
conversation-missed = מצטערים, אין כרגע מי שיענה. אפשר להשאיר כתובת דוא״ל ונכתוב בחזרה.
conversation-missed-known = מצטערים, אין כרגע מי שיענה. נכתוב בדוא״ל.
conversation-contact = כתובת הדוא״ל התקבלה. נכתוב בחזרה.
conversation-idle = עדיין כאן?
conversation-idle-ending =
    { $count ->
        [one] עדיין כאן? השיחה תסתיים בעוד דקה אחת.
        [two] עדיין כאן? השיחה תסתיים בעוד שתי דקות.
       *[other] עדיין כאן? השיחה תסתיים בעוד { NUMBER($count) } דקות.
    }
conversation-typing = { $name } בהקלדה…
conversation-arrived = הודעה מאת { $name }: { $text }
message-from-you = הודעה שלך:
message-from = הודעה מאת { $name }:

## How far a message got

mark-queued = בהמתנה לחיבור
mark-sending = בשליחה…
mark-sent = נשלחה
mark-seen = נקראה
failed-unsent = ההודעה לא נשלחה.
failed-too-long = ההודעה ארוכה מדי ולא נשלחה.
failed-unknown-file = אחד הקבצים כבר לא קיים, ולכן ההודעה לא נשלחה.
failed-not-allowed = אי אפשר להוסיף הודעות לשיחה הזאת.
failed-ended = השיחה הזאת הסתיימה. אפשר להתחיל חדשה.
message-retry = ניסיון נוסף
message-discard = ביטול

## Writing

composer-label = ההודעה שלך
composer-placeholder = כתיבת הודעה…
composer-send = שליחה
composer-too-long =
    { $count ->
        [one] תו אחד יותר מדי
        [two] שני תווים יותר מדי
       *[other] { NUMBER($count) } תווים יותר מדי
    }

## Files

files-attach = צירוף קבצים
files-sending = { $name } נשלח
files-added = { $name } צורף
files-remove = הסרת { $name }
files-retry = לנסות שוב
files-save = שמירה: { $name } { $size }
files-too-large = הקובץ גדול מדי. אפשר לשלוח עד { $limit }.
files-too-large-together = הקבצים יחד גדולים מדי. הודעה אחת מכילה עד { $limit }.
files-too-many =
    { $count ->
        [one] הודעה אחת מכילה קובץ אחד.
        [two] הודעה אחת מכילה שני קבצים.
       *[other] הודעה אחת מכילה { NUMBER($count) } קבצים.
    }
files-not-allowed = אי אפשר לשלוח קבצים מסוג זה. אפשר לשלוח תמונות, סרטונים, מסמכים, טקסטים וארכיוני ZIP.
files-mismatch = שם הקובץ אינו תואם את תוכנו.
files-refused = בדיקת אבטחה דחתה את הקובץ.
files-image-too-large = בתמונה הזו יש יותר מדי פיקסלים. אפשר להקטין אותה ולנסות שוב.
files-empty = הקובץ ריק.
files-offline = אין חיבור. הקובץ נשאר כאן ויישלח כשהחיבור יחזור.
files-wait = אלה הרבה קבצים בבת אחת. כדאי לנסות שוב { $when }.
files-failed = זה לא הצליח. אפשר לנסות שוב בעוד רגע.

## The menu of a conversation

more-transcript = הורדת השיחה
more-sound = צליל בתשובה חדשה
more-notify = התראות בדפדפן הזה
more-notify-asking = הדפדפן שואל אם מותר לו להציג התראות.
more-notify-refused = הדפדפן הזה אינו מאפשר התראות מהאתר הזה. אפשר לשנות זאת בהגדרות שלו.
more-saving = מכינים את הקובץ…
more-failed = אי אפשר לקרוא את השיחה כרגע. נסו שוב בעוד רגע.
more-you = אתם
more-file = שיחה
more-ended = השיחה הסתיימה.

## An invitation to chat beside the launcher

proactive-dismiss = לא עכשיו

## The connection

link-offline = אין חיבור. מה שנכתב נשמר ויישלח כשהחיבור יחזור.
link-connecting = מתחברים מחדש. מה שנכתב נשמר.
link-limited = יותר מדי הודעות בבת אחת. מה שממתין יישלח { $when }.
link-refused = אי אפשר להגיע לצ׳אט מהדף הזה כרגע.
link-outdated = יש גרסה חדשה של הצ׳אט. יש לטעון את הדף מחדש כדי להמשיך.

## Ending

end-open = סיום השיחה
end-question = לסיים את השיחה?
end-note = אפשר לכתוב שוב בכל עת.
end-confirm = סיום
end-cancel = המשך

## The address in a missed chat

contact-title = נענה בדוא״ל
contact-name = שם (לא חובה)
contact-email = כתובת דוא״ל
contact-wrong = יש לכתוב כתובת כמו name@example.com.
contact-send = שליחה

## Articles of the help site

kb-launcher = פתיחת העזרה
kb-close = סגירת העזרה
kb-label = העזרה של { $name }
kb-status = תשובות לקריאה, בכל עת
kb-search-label = חיפוש במאמרי העזרה
kb-search-placeholder = חיפוש תשובות…
kb-searching = מחפשים…
kb-results =
    { $count ->
        [one] תוצאה אחת
        [two] שתי תוצאות
       *[other] { NUMBER($count) } תוצאות
    }
kb-none = לא נמצא דבר עבור „{ $text }”.
kb-none-help = נסו פחות מילים או מילים אחרות, או עיינו בנושאים.
kb-corrected = מוצגות תוצאות עבור „{ $text }”.
kb-popular = מאמרים נפוצים
kb-topics = נושאים
kb-articles = מאמרים
kb-count =
    { $count ->
        [one] מאמר אחד
        [two] שני מאמרים
       *[other] { NUMBER($count) } מאמרים
    }
kb-back = חזרה
kb-open-page = פתיחת העמוד המלא בכרטיסייה חדשה
kb-loading = טוענים…
kb-missing = העמוד הזה כבר לא כאן.
kb-failed = לא ניתן להגיע כרגע למאמרי העזרה.
kb-retry = לנסות שוב
kb-home = אל ההתחלה
kb-foreign = המאמר הזה עדיין לא זמין בשפה שלכם.
kb-ask = לא מצאתם תשובה?
kb-forms = טפסים
kb-forms-more = טפסים נוספים
kb-solved = זה פתר את הבעיה
kb-unsolved = חזרה להודעה שלי

## Articles offered while somebody writes the first message

offer-title = המאמרים האלה אולי יעזרו
offer-found = מעל השדה מופיעים מאמרים שאולי יעזרו.
offer-dismiss = לא עכשיו
offer-thanks = שמחים שזה עזר
offer-thanks-text = לא נשלח דבר, ומה שנכתב נמחק.

## A form of the help site in the panel

forms-failed = אי אפשר להציג כאן את הטופס כרגע.

## Below an article in the panel

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
