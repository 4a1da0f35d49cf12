# 日本語。です・ます調。

## A letter with answers that the customer has not seen

mail-subject = { $brand }からの新しい返信が{ NUMBER($count) }件あります
mail-hello = { $name } 様
mail-intro = まだご覧になっていない返信があります。
mail-file = ファイル: { $name }
mail-link = { $site } で返信する
mail-reply = このメールに返信できます。
mail-reference = 受付番号: { $reference }
mail-why = { $brand }にお問い合わせいただいたため、このメールをお送りしています。
mail-unsubscribe = 配信を停止する

## A letter that a form has arrived

mail-confirmation-subject = お問い合わせを受け付けました（{ $reference }）
mail-confirmation = ありがとうございます。お問い合わせは{ $brand }に届きました。追ってご返信いたします。

## The page for whoever wants no more letters

mail-stop-title = { $brand }からのメールを停止しますか？
mail-stop-text = 停止すると、返信はチャットでのみご覧いただけます。
mail-stop-button = 配信を停止する
mail-stopped = { $brand }からのメールを停止しました
mail-again-button = メールを再び受け取る
mail-again = { $brand }からのメールを再開しました
