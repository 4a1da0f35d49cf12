## The page

form-send = שליחה
form-next = המשך
form-back = חזרה
form-step = שלב { NUMBER($step) } מתוך { NUMBER($steps) }
form-optional = לא חובה
form-choose = נא לבחור
form-yes = כן
form-no = לא
form-files =
    { $count ->
        [one] קובץ אחד
        [two] עד שני קבצים
       *[other] עד { NUMBER($count) } קבצים
    }
form-files-again = נא לבחור שוב את הקבצים.
form-trap = נא להשאיר שדה זה ריק
form-check = כמעט סיימת. נא לעבור על התשובות ולשלוח.

## Afterwards

form-sent = תודה
form-sent-text = קיבלנו את ההודעה ונחזור אליך.
form-reference = מספר פנייה
form-reference-keep = כדאי לשמור אותו למקרה של פנייה נוספת.
form-gone = הטופס הזה כבר לא זמין
form-gone-text = נא לחזור לעמוד הקודם ולחפש דרך אחרת לפנות אלינו.

## What went wrong

form-errors =
    { $count ->
        [one] נא לבדוק שוב תשובה אחת
        [two] נא לבדוק שוב שתי תשובות
       *[other] נא לבדוק שוב { NUMBER($count) } תשובות
    }
form-problem-expired = העמוד היה פתוח זמן רב. התשובות נשמרו: נא לשלוח שוב.
form-problem-fast = זה היה מהיר מאוד. נא לעבור על התשובות ולשלוח שוב.
form-problem-limited = הגיעו טפסים רבים מהרשת שלך. התשובות נשמרו: נא לשלוח שוב מאוחר יותר.
form-problem-limited-until = הגיעו טפסים רבים מהרשת שלך. התשובות נשמרו: נא לשלוח שוב { $when }.
form-problem-unavailable = לא הצלחנו לשמור. התשובות נשמרו כאן: נא לשלוח שוב עוד רגע.

## What has to be corrected

form-error-required = נא לענות על השאלה.
form-error-consent = נא לסמן את התיבה כדי להמשיך.
form-error-too-short =
    { $count ->
        [one] נא לכתוב לפחות תו אחד.
        [two] נא לכתוב לפחות שני תווים.
       *[other] נא לכתוב לפחות { NUMBER($count) } תווים.
    }
form-error-too-long =
    { $count ->
        [one] נא לכתוב תו אחד לכל היותר.
        [two] נא לכתוב שני תווים לכל היותר.
       *[other] נא לכתוב { NUMBER($count) } תווים לכל היותר.
    }
form-error-too-few = נא לבחור לפחות { NUMBER($count) }.
form-error-too-many = נא לבחור { NUMBER($count) } לכל היותר.
form-error-wrong-shape = נא לכתוב כך: { $example }
form-error-no-email = נא לכתוב כתובת דוא״ל, כמו name@example.com.
form-error-no-phone = נא לכתוב מספר טלפון בספרות.
form-error-no-url = נא לכתוב כתובת שמתחילה ב־https://.
form-error-no-number = נא לכתוב מספר.
form-error-not-whole = נא לכתוב מספר שלם.
form-error-too-small = הערך הקטן ביותר הוא { $limit }.
form-error-too-large = הערך הגדול ביותר הוא { $limit }.
form-error-too-early = לא לפני { $limit }.
form-error-too-late = לא אחרי { $limit }.
form-error-no-date = נא לכתוב תאריך שקיים בלוח השנה.
form-error-no-choice = נא לבחור מהרשימה.
form-error-only-one = נא לתת תשובה אחת בלבד.
form-error-not-asked = השאלה הזו כבר לא נשאלת. נא לעבור על התשובות ולשלוח שוב.
form-error-altered = משהו בעמוד השתנה בדרך. נא לשלוח שוב.
form-error-file-large = הקובץ גדול מדי.
form-error-file-kind = אי אפשר לשלוח קבצים מסוג זה.
form-error-file = לא ניתן היה לקבל את הקובץ. נא לנסות קובץ אחר.

wait-estimate =
    { $count ->
        [one] לאחרונה ההמתנה לתשובה הייתה כדקה אחת.
        [two] לאחרונה ההמתנה לתשובה הייתה כשתי דקות.
       *[other] לאחרונה ההמתנה לתשובה הייתה כ־{ NUMBER($count) } דקות.
    }
