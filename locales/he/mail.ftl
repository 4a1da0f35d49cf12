# עברית.

## A letter with answers that the customer has not seen

mail-subject =
    { $count ->
        [one] תשובה חדשה מאת { $brand }
        [two] שתי תשובות חדשות מאת { $brand }
       *[other] { NUMBER($count) } תשובות חדשות מאת { $brand }
    }
mail-hello = שלום { $name },
mail-intro = ענינו לך ועדיין לא ראית את התשובה:
mail-file = קובץ: { $name }
mail-link = תשובה באתר { $site }
mail-reply = אפשר להשיב להודעת הדוא״ל הזאת.
mail-reference = מספר הפנייה שלך: { $reference }
mail-why = הודעה זו נשלחה אליך כי כתבת אל { $brand }.
mail-unsubscribe = ביטול המינוי

## A letter that a form has arrived

mail-confirmation-subject = קיבלנו את פנייתך ({ $reference })
mail-confirmation = תודה. פנייתך הגיעה אל { $brand } ונענה לך.

## The page for whoever wants no more letters

mail-stop-title = להפסיק לקבל דוא״ל מאת { $brand }?
mail-stop-text = התשובות ימתינו לך מעתה רק בצ׳אט.
mail-stop-button = ביטול המינוי
mail-stopped = לא יישלח אליך עוד דוא״ל מאת { $brand }
mail-again-button = לקבל שוב דוא״ל
mail-again = דוא״ל מאת { $brand } יישלח אליך שוב

## The way from a letter back into its conversation

mail-back-button = המשך השיחה
mail-back-private = הקישור הזה פותח את השיחה שלך למשך 30 יום. נא לא להעביר אותו הלאה.
mail-back-title = השיחה שלך עם { $brand }
mail-back-text = אפשר להמשיך בדפדפן הזה, ללא סיסמה. מומלץ לעשות זאת רק במכשיר מהימן.
mail-back-for = עבור { $address }
mail-back-opening = השיחה שלך תיפתח מיד. לשם כך דרושים JavaScript והרשאה לשמור נתונים בדפדפן הזה.
mail-back-open = השיחה שלך נמצאת בדף הזה. אם היא נסגרה, אפשר לפתוח אותה שוב כאן.
mail-back-wrong = הקישור אינו שלם
mail-back-wrong-text = יש לפתוח אותו שוב מהמייל, או להעתיק את כולו.
mail-back-expired = תוקף הקישור פג
mail-back-expired-text = הקישורים במיילים שלנו תקפים ל-30 יום. אפשר לכתוב אל { $brand } בכל עת.
mail-back-gone = הקישור אינו פותח אף שיחה
mail-back-gone-text = היא אינה זמינה עוד. אפשר לכתוב אל { $brand } בכל עת.

mail-notice-unassigned = עדיין אין מי שמטפל בשיחה הזו ({ $brand })
mail-notice-message = לקוח כתב בשיחה שלך ({ $brand })
mail-notice-missed = צ׳אט לא נענה בזמן ({ $brand })
mail-notice-assigned = הוקצתה לך שיחה ({ $brand })
mail-notice-open = פתיחת השיחה
mail-notice-why = האימייל הזה נשלח לפי הגדרות ההתראות שלך. מה שנכתב נשאר בתיבת הדואר הנכנס.
mail-notice-change = שינוי ההתראות
