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

## The way from a letter back into its conversation

mail-back-button = 会話を続ける
mail-back-private = このリンクから30日間、お客様の会話を開けます。ほかの方には渡さないでください。
mail-back-title = { $brand }との会話
mail-back-text = このブラウザーで、パスワードなしで続けられます。信頼できる端末でのみご利用ください。
mail-back-for = { $address } 宛て
mail-back-opening = まもなく会話が開きます。JavaScriptと、このブラウザーへのデータ保存の許可が必要です。
mail-back-open = このページで会話を続けられます。閉じた場合は、ここからもう一度開けます。
mail-back-wrong = このリンクは完全ではありません
mail-back-wrong-text = メールからもう一度開くか、リンク全体をコピーしてください。
mail-back-expired = このリンクは期限切れです
mail-back-expired-text = メールのリンクは30日間有効です。{ $brand }にはいつでもお問い合わせいただけます。
mail-back-gone = このリンクで開ける会話はありません
mail-back-gone-text = この会話はご利用いただけなくなりました。{ $brand }にはいつでもお問い合わせいただけます。

mail-notice-unassigned = この会話にはまだ担当者がいません（{ $brand }）
mail-notice-message = 担当の会話にお客様からメッセージが届きました（{ $brand }）
mail-notice-missed = チャットに時間内に返信がありませんでした（{ $brand }）
mail-notice-assigned = 会話が割り当てられました（{ $brand }）
mail-notice-open = 会話を開く
mail-notice-why = 通知の設定に従って、このメールをお送りしています。メッセージの内容は受信トレイにあります。
mail-notice-change = 通知の設定を変更
