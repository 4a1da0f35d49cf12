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
conversation-empty = 무엇을 도와드릴까요? 바로 여기에서 답해 드려요.
conversation-older = 이전 메시지 보기
conversation-loading = 메시지를 불러오는 중…
conversation-today = 오늘
conversation-yesterday = 어제
conversation-joined = { $name } 님이 대화에 참여했어요
conversation-ended = 대화가 끝났어요. 다시 글을 쓰면 이어져요.
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
failed-not-allowed = 이 대화에는 더 보낼 수 없어요.
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

## The connection

link-offline = 오프라인이에요. 쓴 글은 보관했다가 연결되면 보내요.
link-connecting = 다시 연결하는 중이에요. 쓴 글은 보관돼요.
link-refused = 지금은 이 페이지에서 채팅을 사용할 수 없어요.
link-outdated = 채팅이 새로워졌어요. 계속하려면 페이지를 새로 고치세요.

## Ending

end-open = 대화 끝내기
end-question = 이 대화를 끝낼까요?
end-note = 언제든지 다시 글을 남길 수 있어요.
end-confirm = 끝내기
end-cancel = 계속하기

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
