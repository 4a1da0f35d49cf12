# 日本語。です・ます調。かぎ括弧「…」。

## Header

skip-to-content = 本文へ移動
header-home = { $name } ホーム
header-menu = メニュー
header-language-current = 言語：{ $locale }
header-theme = 表示モード
header-theme-light = ライト
header-theme-dark = ダーク
header-theme-auto = 自動
header-links = メインリンク

announcement-label = お知らせ
announcement-dismiss = このお知らせを閉じる

## Search

search-label = ヘルプ記事を検索
search-placeholder = 何をお探しですか？
search-submit = 検索
search-results-count = { NUMBER($count) } 件の検索結果
search-results-label = 検索結果
search-no-results = 「{ $query }」に一致する記事は見つかりませんでした
search-no-results-help = 表記を確かめるか、言葉を減らしたり変えたりしてお試しください。トピックからも探せます。
search-showing-results-for = 「{ $query }」の検索結果を表示しています
search-loading = 検索しています…
search-error = ただいま検索をご利用いただけません。記事は一覧からご覧いただけます。
search-needs-javascript = 検索には JavaScript が必要です。記事は一覧からご覧いただけます。
search-all-articles = すべての記事の一覧
search-all-results = 「{ $query }」の検索結果をすべて見る
search-page-title = 検索
search-page-title-query = 「{ $query }」の検索結果
search-in-section = 「{ $section }」内
search-keyboard-hint = ↑ ↓ で移動、Enter で開く、Esc で閉じる

## Home

home-greeting = 何かお困りですか？
home-categories = トピック
home-featured = よく読まれている記事
home-recent = 最近更新された記事

## Categories

category-count = { NUMBER($count) } 件の記事
category-articles = 記事
category-subcategories = さらに詳しいトピック
category-empty = ここにはまだ記事がありません。
category-feed = フィードで更新を受け取る
category-all = 「{ $category }」の記事をすべて見る

## Articles

article-updated = 更新日：{ $date }
article-reading-time = 約 { NUMBER($minutes) } 分で読めます
article-contents = このページの内容
article-related = 関連記事
article-previous = 前の記事
article-next = 次の記事
article-previous-next = 前後の記事
article-tags = タグ
article-print = 印刷
article-heading-link = 「{ $heading }」へのリンク
article-table = 表
article-copy-code = コピー
article-copied = コピーしました
article-link-copied = リンクをコピーしました
article-markdown = Markdown で表示
article-more-in = 「{ $category }」のほかの記事
article-contact-title = 解決しませんでしたか？
article-contact-text = お気軽にお問い合わせください。
article-feed = 更新フィード

## Notices about translations

notice-fallback = この記事の{ $wanted }版はまだありません。{ $shown }で表示しています。
notice-stale = この翻訳は最新ではない可能性があります。{ $shown }版のほうが新しい内容です。
notice-source-link = { $locale }で読む

## Ways through the site

breadcrumbs-label = 現在の位置
breadcrumbs-home = ホーム
tag-title = 「{ $tag }」の記事
tag-count = { NUMBER($count) } 件の記事
articles-title = すべての記事
articles-letters = 見出しの文字へ移動
pagination-label = ページ
pagination-page = { NUMBER($number) } ページ
pagination-current = { NUMBER($number) } ページ（現在のページ）

## Pages for special cases

not-found-title = ページが見つかりません
not-found-text = 移動したか、名前が変わった可能性があります。検索してお探しください。
not-found-suggestions = お役に立ちそうなページ
offline-title = オフラインです
offline-text = このページはお使いの端末に保存されていません。インターネットに接続して、もう一度お試しください。

## Footer

footer-label = フッター
footer-language = 言語
footer-powered-by = { $name } で作成
footer-copyright = © { $year } { $name }

## In the text of an article

admonition-note = 補足
admonition-tip = ヒント
admonition-important = 重要
admonition-warning = 警告
admonition-caution = 注意
video-play = 動画を再生：{ $title }
details-open = 詳細
task-done = 完了
task-open = 未完了
footnote-back = 脚注 { $number } の本文へ戻る
footnotes-title = 脚注
diagram-label = 図

## Feeds

feed-title = { $name }の更新情報
feed-category-title = { $name }：{ $category }

## Forms, beside form.ftl

form-sending = 送信しています…
form-remove-file = { $name } を取り除く
form-file-waiting = { $name } をアップロードしています
form-files-by-mail = ファイルはメールにご自身で添付してください。
form-shown = 新しい質問: { $label }
form-hidden = 不要になった質問: { $label }
form-home = ヘルプのトップへ
form-offline = オフラインです。メッセージはこの端末に保存され、接続が戻ると自動で送信されます。
form-unreachable = ただいま接続できません。回答はこの端末に保存されています。
form-retry = もう一度試す
form-mail = 代わりにメールを書く
form-gone-kept = このフォームは現在使われていません。回答はこの端末に残っているので、コピーできます。
form-restored = 以前ここに入力された内容を保存してあります。
form-start-over = 最初からやり直す
form-by-mail = メールソフトが回答入りで開きます。そこから送信してください。

## Articles that are offered while a form is filled in

suggestions-title = お役に立ちそうな記事
suggestions-found = お役に立ちそうな記事を欄の下に表示しました。
suggestions-back = フォームに戻る
suggestions-solved = これで解決しました
suggestions-thanks = お役に立ててよかったです
suggestions-thanks-text = 何も送信していません。入力内容も消去しました。

## “Was this helpful?” below an article

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
