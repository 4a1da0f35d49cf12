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
conversation-empty = ご用件をお聞かせください。こちらで返信します。
conversation-older = 以前のメッセージを表示
conversation-loading = メッセージを読み込んでいます…
conversation-today = 今日
conversation-yesterday = 昨日
conversation-joined = { $name }が会話に参加しました
conversation-ended = この会話は終了しました。もう一度送信すると再開します。
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
failed-not-allowed = この会話にはこれ以上送信できません。
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

## The connection

link-offline = オフラインです。入力した内容は保存され、接続後に送信されます。
link-connecting = 再接続しています。入力した内容は保存されます。
link-refused = 現在このページからチャットを利用できません。
link-outdated = チャットが新しくなりました。ページを再読み込みしてください。

## Ending

end-open = 会話を終了
end-question = この会話を終了しますか？
end-note = いつでもまたご連絡いただけます。
end-confirm = 終了する
end-cancel = 続ける

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
