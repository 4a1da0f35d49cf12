# 한국어. 해요체.

## The button that opens the chat, read aloud

launcher-open = 채팅 열기
launcher-unread =
    { $count ->
       *[other] 채팅 열기, 새 메시지 { NUMBER($count) }개
    }
launcher-close = 채팅 닫기
title-unread = ({ NUMBER($count) }) { $title }

## The panel

panel-label = { $name } 채팅
panel-close = 채팅 닫기
availability-online = 도와드릴 준비가 되어 있어요
availability-offline = 지금은 자리에 없지만 모든 메시지를 확인해요
availability-opens = 지금은 자리에 없어요. 다음 상담: { $when }(현지 시각)
availability-opens-today = 지금은 자리에 없어요. 다음 상담: 오늘 { $when }(현지 시각)

## Start

home-greeting = 무엇을 도와드릴까요?
home-intro = 여기에 글을 남겨 주세요. 페이지를 떠났다가 돌아와도 답변을 볼 수 있어요.
home-write = 메시지 보내기
home-conversations = 나의 대화
home-unread =
    { $count ->
       *[other] 새 메시지 { NUMBER($count) }개
    }

## A conversation

conversation-back = 처음으로 돌아가기
conversation-messages = 메시지
conversation-more = 대화 저장 및 더보기
conversation-empty = 무엇을 도와드릴까요? 바로 여기에서 답해 드려요.
conversation-empty-offline = 지금은 자리에 없어요. 그래도 글을 남겨 주세요. 모든 메시지를 확인해요.
conversation-older = 이전 메시지 보기
conversation-loading = 메시지를 불러오는 중…
conversation-today = 오늘
conversation-yesterday = 어제
conversation-joined = { $name } 님이 대화에 참여했어요
conversation-ended = 대화가 끝났어요. 다시 글을 쓰면 이어져요.
conversation-ended-new = 대화가 끝났어요. 다시 글을 쓰면 새 대화가 시작돼요.
conversation-missed = 죄송해요, 지금은 답할 수 있는 사람이 없어요. 이메일 주소를 남겨 주시면 메일을 보내 드릴게요.
conversation-missed-known = 죄송해요, 지금은 답할 수 있는 사람이 없어요. 이메일로 연락드릴게요.
conversation-contact = 이메일 주소를 남기셨어요. 메일을 보내 드릴게요.
conversation-idle = 아직 계신가요?
conversation-idle-ending =
    { $count ->
       *[other] 아직 계신가요? 이 대화는 { NUMBER($count) }분 뒤에 끝나요.
    }
conversation-typing = { $name } 님이 입력 중…
conversation-arrived = { $name } 님의 메시지: { $text }
message-from-you = 내 메시지:
message-from = { $name } 님의 메시지:

## How far a message got

mark-queued = 연결을 기다리는 중
mark-sending = 보내는 중…
mark-sent = 보냄
mark-seen = 읽음
failed-unsent = 이 메시지는 전송되지 않았어요.
failed-too-long = 메시지가 너무 길어서 전송되지 않았어요.
failed-unknown-file = 첨부한 파일이 더 이상 없어 이 메시지를 보내지 못했습니다.
failed-not-allowed = 이 대화에는 더 보낼 수 없어요.
failed-ended = 이 대화는 끝났어요. 새 대화를 시작해 주세요.
message-retry = 다시 시도
message-discard = 버리기

## Writing

composer-label = 내 메시지
composer-placeholder = 메시지 입력…
composer-send = 보내기
composer-too-long =
    { $count ->
       *[other] { NUMBER($count) }자를 초과했어요
    }

## Files

files-attach = 파일 첨부
files-sending = { $name } 보내는 중
files-added = { $name } 첨부됨
files-remove = { $name } 제거
files-retry = 다시 시도
files-save = 저장: { $name } { $size }
files-too-large = 파일이 너무 큽니다. { $limit }까지 보낼 수 있습니다.
files-too-large-together = 파일을 합하면 너무 큽니다. 메시지 하나에 { $limit }까지 보낼 수 있습니다.
files-too-many =
    { $count ->
       *[other] 메시지 하나에 파일을 { NUMBER($count) }개까지 보낼 수 있습니다.
    }
files-not-allowed = 이 종류의 파일은 보낼 수 없습니다. 이미지, 동영상, 문서, 텍스트, ZIP은 보낼 수 있습니다.
files-mismatch = 파일 이름과 내용이 맞지 않습니다.
files-refused = 보안 검사에서 이 파일을 거부했습니다.
files-image-too-large = 이미지의 픽셀이 너무 많습니다. 줄인 다음 다시 시도해 주세요.
files-empty = 빈 파일입니다.
files-offline = 오프라인입니다. 파일은 여기에 남아 있다가 다시 연결되면 전송됩니다.
files-wait = 한 번에 보내는 파일이 너무 많습니다. { $when }에 다시 시도해 주세요.
files-failed = 잘되지 않았습니다. 잠시 뒤에 다시 시도해 주세요.

## The menu of a conversation

more-transcript = 대화 내려받기
more-sound = 새 답변 알림음
more-notify = 이 브라우저에서 알림 받기
more-notify-asking = 브라우저가 알림을 표시해도 되는지 묻고 있습니다.
more-notify-refused = 이 브라우저는 이 사이트의 알림을 허용하지 않습니다. 브라우저 설정에서 변경할 수 있습니다.
more-saving = 파일을 만드는 중…
more-failed = 지금은 대화를 읽을 수 없습니다. 잠시 후 다시 시도해 주세요.
more-you = 나
more-file = 대화
more-ended = 대화가 종료되었습니다.

## An invitation to chat beside the launcher

proactive-dismiss = 나중에

## The connection

link-offline = 오프라인이에요. 쓴 글은 보관했다가 연결되면 보내요.
link-connecting = 다시 연결하는 중이에요. 쓴 글은 보관돼요.
link-limited = 한 번에 보낸 메시지가 너무 많아요. 남은 글은 { $when }에 보내요.
link-refused = 지금은 이 페이지에서 채팅을 사용할 수 없어요.
link-outdated = 채팅이 새로워졌어요. 계속하려면 페이지를 새로 고치세요.

## Ending

end-open = 대화 끝내기
end-question = 이 대화를 끝낼까요?
end-note = 언제든지 다시 글을 남길 수 있어요.
end-confirm = 끝내기
end-cancel = 계속하기

## The address in a missed chat

contact-title = 이메일로 답해 드려요
contact-name = 이름(선택)
contact-email = 이메일 주소
contact-wrong = name@example.com 같은 주소를 써 주세요.
contact-send = 보내기

## Articles of the help site

kb-launcher = 도움말 열기
kb-close = 도움말 닫기
kb-label = { $name } 도움말
kb-status = 언제든 읽을 수 있는 답변
kb-search-label = 도움말 문서 검색
kb-search-placeholder = 답변 검색…
kb-searching = 검색하는 중…
kb-results =
    { $count ->
       *[other] 결과 { NUMBER($count) }건
    }
kb-none = ‘{ $text }’에 대한 결과가 없습니다.
kb-none-help = 단어를 줄이거나 다른 단어로 검색하시거나 주제별로 살펴보세요.
kb-corrected = ‘{ $text }’의 결과를 표시합니다.
kb-popular = 많이 읽는 문서
kb-topics = 주제
kb-articles = 문서
kb-count =
    { $count ->
       *[other] 문서 { NUMBER($count) }개
    }
kb-back = 뒤로
kb-open-page = 새 탭에서 전체 페이지 열기
kb-loading = 불러오는 중…
kb-missing = 이 페이지는 더 이상 없습니다.
kb-failed = 지금은 도움말 문서에 연결할 수 없습니다.
kb-retry = 다시 시도
kb-home = 처음으로
kb-foreign = 이 문서는 아직 사용하시는 언어로 제공되지 않습니다.
kb-ask = 답을 찾지 못하셨나요?
kb-forms = 양식
kb-forms-more = 양식 더 보기
kb-solved = 해결되었습니다
kb-unsolved = 내 메시지로 돌아가기

## Articles offered while somebody writes the first message

offer-title = 도움이 될 만한 글
offer-found = 도움이 될 만한 글이 칸 위에 표시됩니다.
offer-dismiss = 나중에
offer-thanks = 도움이 되어 기쁩니다
offer-thanks-text = 아무것도 보내지 않았고, 쓴 내용은 지워졌습니다.

## A form of the help site in the panel

forms-failed = 지금은 여기에서 양식을 표시할 수 없습니다.

## Below an article in the panel

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
