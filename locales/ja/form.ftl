## The page

form-send = 送信
form-next = 次へ
form-back = 戻る
form-step = ステップ { NUMBER($step) } / { NUMBER($steps) }
form-optional = 任意
form-choose = 選んでください
form-yes = はい
form-no = いいえ
form-files = { NUMBER($count) } 個までのファイル
form-files-again = ファイルをもう一度選んでください。
form-trap = この欄は空のままにしてください
form-check = あと少しです。回答を確認して送信してください。

## Afterwards

form-sent = ありがとうございます
form-sent-text = メッセージを受け取りました。折り返しご連絡します。
form-reference = 受付番号
form-reference-keep = またご連絡いただくときのために控えておいてください。
form-gone = このフォームは終了しました
form-gone-text = 前のページに戻り、ほかのお問い合わせ方法をご利用ください。

## What went wrong

form-errors = { NUMBER($count) } 件の回答をもう一度ご確認ください
form-problem-expired = ページを開いてから時間がたちました。回答は残っています。もう一度送信してください。
form-problem-fast = 送信がとても早かったため、回答を確認してもう一度送信してください。
form-problem-limited = お使いのネットワークから多くのフォームが届いています。回答は残っています。しばらくしてからもう一度送信してください。
form-problem-limited-until = お使いのネットワークから多くのフォームが届いています。回答は残っています。{ $when }にもう一度送信してください。
form-problem-unavailable = 保存できませんでした。回答は残っています。少し待ってからもう一度送信してください。

## What has to be corrected

form-error-required = この質問に答えてください。
form-error-consent = 続けるにはチェックを入れてください。
form-error-too-short = { NUMBER($count) } 文字以上で入力してください。
form-error-too-long = { NUMBER($count) } 文字以内で入力してください。
form-error-too-few = { NUMBER($count) } 個以上選んでください。
form-error-too-many = { NUMBER($count) } 個までにしてください。
form-error-wrong-shape = 次のように入力してください：{ $example }
form-error-no-email = name@example.com のようなメールアドレスを入力してください。
form-error-no-phone = 電話番号を数字で入力してください。
form-error-no-url = https:// で始まるアドレスを入力してください。
form-error-no-number = 数字を入力してください。
form-error-not-whole = 整数を入力してください。
form-error-too-small = { $limit } 以上にしてください。
form-error-too-large = { $limit } 以下にしてください。
form-error-too-early = { $limit } 以降にしてください。
form-error-too-late = { $limit } 以前にしてください。
form-error-no-date = カレンダーにある日付を入力してください。
form-error-no-choice = 一覧から選んでください。
form-error-only-one = 回答は一つにしてください。
form-error-not-asked = この質問はなくなりました。回答を確認してもう一度送信してください。
form-error-altered = このページの内容が途中で変わりました。もう一度送信してください。
form-error-file-large = ファイルが大きすぎます。
form-error-file-kind = この種類のファイルは送信できません。
form-error-file = このファイルは受け付けられませんでした。別のファイルをお試しください。

wait-estimate =
    { $count ->
       *[other] 最近の待ち時間は約 { NUMBER($count) } 分です。
    }
