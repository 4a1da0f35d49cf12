# 日本語。です・ます調。

## The button that opens the chat, read aloud

launcher-open = チャットを開く
launcher-unread =
    { $count ->
       *[other] チャットを開く、新着メッセージ{ NUMBER($count) }件
    }
launcher-close = チャットを閉じる
title-unread = ({ NUMBER($count) }) { $title }

## The panel

panel-label = { $name }とのチャット
panel-close = チャットを閉じる
availability-online = お気軽にご相談ください
availability-offline = ただいま不在ですが、メッセージはすべて確認します
availability-opens = ただいま不在です。次の対応：{ $when }（お客様の時刻）
availability-opens-today = ただいま不在です。次の対応：本日{ $when }（お客様の時刻）

## Start

home-greeting = どのようなご用件でしょうか？
home-intro = こちらからご連絡ください。ページを離れても、あとで返信を確認できます。
home-write = メッセージを送る
home-conversations = これまでの会話
home-unread =
    { $count ->
       *[other] 新着メッセージ{ NUMBER($count) }件
    }

## A conversation

conversation-back = 最初の画面に戻る
conversation-messages = メッセージ
conversation-more = 会話の保存など
conversation-empty = ご用件をお聞かせください。こちらで返信します。
conversation-empty-offline = ただいま不在です。メッセージはすべて確認しますので、どうぞお送りください。
conversation-older = 以前のメッセージを表示
conversation-loading = メッセージを読み込んでいます…
conversation-today = 今日
conversation-yesterday = 昨日
conversation-joined = { $name }が会話に参加しました
conversation-ended = この会話は終了しました。もう一度送信すると再開します。
conversation-ended-new = この会話は終了しました。もう一度送信すると新しい会話が始まります。
conversation-missed = 申し訳ございません。ただいま対応できる者がおりません。メールアドレスをお知らせいただければ、メールでご連絡します。
conversation-missed-known = 申し訳ございません。ただいま対応できる者がおりません。メールでご連絡します。
conversation-contact = メールアドレスを受け付けました。メールでご連絡します。
conversation-idle = まだご覧になっていますか？
conversation-idle-ending =
    { $count ->
       *[other] まだご覧になっていますか？この会話は{ NUMBER($count) }分後に終了します。
    }
conversation-typing = { $name }が入力中…
conversation-arrived = { $name }からのメッセージ：{ $text }
message-from-you = あなたのメッセージ：
message-from = { $name }からのメッセージ：

## How far a message got

mark-queued = 接続を待っています
mark-sending = 送信中…
mark-sent = 送信済み
mark-seen = 既読
failed-unsent = このメッセージは送信されませんでした。
failed-too-long = メッセージが長すぎるため送信されませんでした。
failed-unknown-file = 添付したファイルがなくなったため、このメッセージは送信されませんでした。
failed-not-allowed = この会話にはこれ以上送信できません。
failed-ended = この会話は終了しました。新しい会話を始めてください。
message-retry = 再送信
message-discard = 破棄

## Writing

composer-label = メッセージ
composer-placeholder = メッセージを入力…
composer-send = 送信
composer-too-long =
    { $count ->
       *[other] { NUMBER($count) }文字超過しています
    }

## Files

files-attach = ファイルを添付
files-sending = { $name } を送信中
files-added = { $name } を添付しました
files-remove = { $name } を外す
files-retry = 再試行
files-save = 保存：{ $name } { $size }
files-too-large = このファイルは大きすぎます。{ $limit } まで送信できます。
files-too-large-together = ファイルの合計が大きすぎます。1 件のメッセージで { $limit } まで送信できます。
files-too-many =
    { $count ->
       *[other] 1 件のメッセージに添付できるファイルは { NUMBER($count) } 個までです。
    }
files-not-allowed = この種類のファイルは送信できません。画像、動画、文書、テキスト、ZIP は送信できます。
files-mismatch = ファイル名と内容が一致していません。
files-refused = セキュリティ検査によりこのファイルは拒否されました。
files-image-too-large = この画像は画素数が多すぎます。小さくしてからお試しください。
files-empty = このファイルは空です。
files-offline = オフラインです。ファイルはここに残り、接続が戻ると送信されます。
files-wait = 一度に送るファイルが多すぎます。{ $when }にもう一度お試しください。
files-failed = うまくいきませんでした。少し待ってからお試しください。

## The menu of a conversation

more-transcript = 会話をダウンロード
more-sound = 新しい返信を音で知らせる
more-notify = このブラウザーで通知する
more-notify-asking = 通知を表示してよいか、ブラウザーが確認しています。
more-notify-refused = このブラウザーはこのサイトの通知を許可していません。ブラウザーの設定で変更できます。
more-saving = ファイルを作成しています…
more-failed = 現在、会話を読み込めません。少し待ってからもう一度お試しください。
more-you = あなた
more-file = 会話
more-ended = 会話は終了しました。

## An invitation to chat beside the launcher

proactive-dismiss = 今はしない

## The connection

link-offline = オフラインです。入力した内容は保存され、接続後に送信されます。
link-connecting = 再接続しています。入力した内容は保存されます。
link-limited = 一度に送るメッセージが多すぎます。残りは{ $when }に送信されます。
link-refused = 現在このページからチャットを利用できません。
link-outdated = チャットが新しくなりました。ページを再読み込みしてください。

## Ending

end-open = 会話を終了
end-question = この会話を終了しますか？
end-note = いつでもまたご連絡いただけます。
end-confirm = 終了する
end-cancel = 続ける

## The address in a missed chat

contact-title = メールで返信します
contact-name = お名前（任意）
contact-email = メールアドレス
contact-wrong = name@example.comのような形で入力してください。
contact-send = 送信

## Articles of the help site

kb-launcher = ヘルプを開く
kb-close = ヘルプを閉じる
kb-label = { $name } のヘルプ
kb-status = いつでも読める回答集
kb-search-label = ヘルプ記事を検索
kb-search-placeholder = 回答を検索…
kb-searching = 検索しています…
kb-results =
    { $count ->
       *[other] { NUMBER($count) }件の結果
    }
kb-none = 「{ $text }」に一致する記事はありません。
kb-none-help = 言葉を減らすか、別の言葉で試すか、トピックからお探しください。
kb-corrected = 「{ $text }」の検索結果を表示しています。
kb-popular = よく読まれている記事
kb-topics = トピック
kb-articles = 記事
kb-count =
    { $count ->
       *[other] { NUMBER($count) }件の記事
    }
kb-back = 戻る
kb-open-page = ページ全体を新しいタブで開く
kb-loading = 読み込んでいます…
kb-missing = このページはなくなりました。
kb-failed = 現在ヘルプ記事に接続できません。
kb-retry = もう一度試す
kb-home = 最初に戻る
kb-foreign = この記事はまだお使いの言語に翻訳されていません。
kb-ask = 答えが見つかりませんでしたか？
kb-forms = フォーム
kb-forms-more = その他のフォーム
kb-solved = これで解決しました
kb-unsolved = メッセージに戻る

## Articles offered while somebody writes the first message

offer-title = お役に立ちそうな記事
offer-found = お役に立ちそうな記事を欄の上に表示しました。
offer-dismiss = 今はしない
offer-thanks = お役に立ててよかったです
offer-thanks-text = 何も送信していません。入力内容も消去しました。

## A form of the help site in the panel

forms-failed = 現在、ここではフォームを表示できません。

## Below an article in the panel

vote-title = この記事は役に立ちましたか?
vote-yes = はい
vote-no = いいえ
vote-thanks = ご回答ありがとうございます。
vote-reasons = 改善できる点をお聞かせください
vote-off-topic = 別の質問への答えだった
vote-incomplete = 説明が足りない
vote-unclear = わかりにくい
vote-wrong = 間違っている、または古い
vote-other = その他
vote-words = 詳しくお聞かせいただけますか?
vote-privacy = ここでは返信できません。個人情報は書かないでください。
vote-send = 送信する
vote-sent = ありがとうございます。すべて読ませていただきます。
vote-later = ただいま接続できません。回答はあとで送信されます。
