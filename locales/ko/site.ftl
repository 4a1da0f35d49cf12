# 한국어. 해요체와 합쇼체를 함께 쓴다. 따옴표: ‘…’.

## Header

skip-to-content = 본문으로 건너뛰기
header-home = { $name } 홈
header-menu = 메뉴
header-language-current = 언어: { $locale }
header-theme = 화면 모드
header-theme-light = 밝게
header-theme-dark = 어둡게
header-theme-auto = 자동
header-links = 주요 링크

announcement-label = 공지
announcement-dismiss = 이 공지 숨기기

## Search

search-label = 도움말 검색
search-placeholder = 무엇을 찾고 계세요?
search-submit = 검색
search-results-count = 검색 결과 { NUMBER($count) }개
search-results-label = 검색 결과
search-no-results = ‘{ $query }’ 검색 결과가 없습니다
search-no-results-help = 맞춤법을 확인하거나 검색어를 줄이거나 바꿔 보세요. 주제별로 둘러볼 수도 있어요.
search-showing-results-for = ‘{ $query }’ 검색 결과를 보여 드려요
search-loading = 검색하는 중…
search-error = 지금은 검색을 사용할 수 없습니다. 모든 도움말은 목록에서 찾을 수 있어요.
search-needs-javascript = 검색하려면 JavaScript가 필요합니다. 모든 도움말은 목록에서 찾을 수 있어요.
search-all-articles = 전체 도움말 목록
search-all-results = ‘{ $query }’ 검색 결과 모두 보기
search-page-title = 검색
search-page-title-query = ‘{ $query }’ 검색 결과
search-in-section = ‘{ $section }’에서
search-keyboard-hint = ↑ ↓ 키로 이동, Enter 키로 열기, Esc 키로 닫기

## Home

home-greeting = 무엇을 도와드릴까요?
home-categories = 주제
home-featured = 많이 찾는 도움말
home-recent = 최근 업데이트

## Categories

category-count = 도움말 { NUMBER($count) }개
category-articles = 도움말
category-subcategories = 세부 주제
category-empty = 아직 도움말이 없습니다.
category-feed = 피드로 새 소식 받기
category-all = ‘{ $category }’ 모두 보기

## Articles

article-updated = { $date } 업데이트
article-reading-time = 읽는 데 약 { NUMBER($minutes) }분
article-contents = 이 페이지의 내용
article-related = 관련 도움말
article-previous = 이전
article-next = 다음
article-previous-next = 이전 도움말과 다음 도움말
article-tags = 태그
article-print = 인쇄
article-heading-link = ‘{ $heading }’ 링크
article-table = 표
article-copy-code = 복사
article-copied = 복사했습니다
article-link-copied = 링크를 복사했습니다
article-markdown = Markdown으로 보기
article-more-in = ‘{ $category }’의 다른 도움말
article-contact-title = 도움이 더 필요하세요?
article-contact-text = 언제든지 문의해 주세요. 기꺼이 도와드릴게요.
article-feed = 새 소식 피드

## Notices about translations

notice-fallback = 이 도움말은 아직 { $wanted }로 제공되지 않아 { $shown }로 보여 드려요.
notice-stale = 이 번역은 최신 내용이 아닐 수 있습니다. { $shown } 버전이 더 최신입니다.
notice-source-link = { $locale }로 읽기

## Ways through the site

breadcrumbs-label = 현재 위치
breadcrumbs-home = 홈
tag-title = ‘{ $tag }’ 관련 도움말
tag-count = 도움말 { NUMBER($count) }개
articles-title = 전체 도움말
articles-letters = 글자로 이동
pagination-label = 페이지
pagination-page = { NUMBER($number) }페이지
pagination-current = { NUMBER($number) }페이지, 현재 페이지

## Pages for special cases

not-found-title = 페이지를 찾을 수 없습니다
not-found-text = 주소나 이름이 바뀌었을 수 있어요. 검색으로 찾아보세요.
not-found-suggestions = 도움이 될 만한 페이지
offline-title = 오프라인 상태입니다
offline-text = 이 페이지는 기기에 저장되어 있지 않습니다. 인터넷에 연결한 뒤 다시 시도해 주세요.

## Footer

footer-label = 바닥글
footer-language = 언어
footer-powered-by = { $name }(으)로 제작
footer-copyright = © { $year } { $name }

## In the text of an article

admonition-note = 참고
admonition-tip = 팁
admonition-important = 중요
admonition-warning = 경고
admonition-caution = 주의
video-play = 동영상 재생: { $title }
details-open = 자세히
task-done = 완료
task-open = 미완료
footnote-back = 각주 { $number }의 본문으로 돌아가기
footnotes-title = 각주
diagram-label = 다이어그램

## Feeds

feed-title = { $name }: 새 소식
feed-category-title = { $name }: { $category }

## Forms, beside form.ftl

form-sending = 보내는 중…
form-remove-file = { $name } 제거
form-file-waiting = { $name } 올리는 중
form-files-by-mail = 파일은 이메일에 직접 첨부해 주세요.
form-shown = 새 질문: { $label }
form-hidden = 더 이상 필요 없는 질문: { $label }
form-home = 도움말 처음으로
form-offline = 오프라인입니다. 메시지는 이 기기에 보관되며 다시 연결되면 자동으로 전송됩니다.
form-unreachable = 지금은 연결할 수 없습니다. 답변은 이 기기에 보관됩니다.
form-retry = 다시 시도
form-mail = 대신 이메일 쓰기
form-gone-kept = 이 양식은 더 이상 쓰이지 않습니다. 답변은 이 기기에 남아 있으니 복사할 수 있습니다.
form-restored = 이전에 여기에 쓴 내용을 보관해 두었습니다.
form-start-over = 처음부터 다시
form-by-mail = 이메일 프로그램이 답변과 함께 열립니다. 거기서 보내 주세요.

## Articles that are offered while a form is filled in

suggestions-title = 도움이 될 만한 글
suggestions-found = 도움이 될 만한 글이 칸 아래에 표시됩니다.
suggestions-back = 양식으로 돌아가기
suggestions-solved = 해결되었습니다
suggestions-thanks = 도움이 되어 기쁩니다
suggestions-thanks-text = 아무것도 보내지 않았고, 쓴 내용은 지워졌습니다.

## “Was this helpful?” below an article

vote-title = 이 글이 도움이 되었나요?
vote-yes = 예
vote-no = 아니요
vote-thanks = 알려 주셔서 감사합니다.
vote-reasons = 무엇이 더 나아지면 좋을까요?
vote-off-topic = 다른 질문에 대한 답이에요
vote-incomplete = 설명이 부족해요
vote-unclear = 이해하기 어려워요
vote-wrong = 틀렸거나 오래되었어요
vote-other = 기타
vote-words = 더 알려 주시겠어요?
vote-privacy = 여기서는 답장할 수 없으니 개인 정보는 쓰지 마세요.
vote-send = 보내기
vote-sent = 감사합니다. 모두 읽겠습니다.
vote-later = 지금은 연결할 수 없습니다. 답변은 나중에 전송됩니다.
