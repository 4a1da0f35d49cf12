## The page

form-send = 보내기
form-next = 계속
form-back = 뒤로
form-step = { NUMBER($steps) }단계 중 { NUMBER($step) }단계
form-optional = 선택 사항
form-choose = 선택해 주세요
form-yes = 예
form-no = 아니요
form-files = 파일 최대 { NUMBER($count) }개
form-files-again = 파일을 다시 선택해 주세요.
form-trap = 이 칸은 비워 두세요
form-check = 거의 다 됐습니다. 답변을 확인하고 보내 주세요.

## Afterwards

form-sent = 감사합니다
form-sent-text = 메시지를 잘 받았습니다. 곧 답변드리겠습니다.
form-reference = 접수 번호
form-reference-keep = 다시 문의하실 때를 위해 보관해 주세요.
form-gone = 이 양식은 더 이상 사용할 수 없습니다
form-gone-text = 이전 페이지로 돌아가 다른 연락 방법을 찾아 주세요.

## What went wrong

form-errors = 답변 { NUMBER($count) }개를 다시 확인해 주세요
form-problem-expired = 페이지를 오래 열어 두셨습니다. 답변은 그대로 있으니 다시 보내 주세요.
form-problem-fast = 너무 빨리 보내셨습니다. 답변을 확인하고 다시 보내 주세요.
form-problem-limited = 사용 중인 네트워크에서 양식이 너무 많이 왔습니다. 답변은 그대로 있으니 나중에 다시 보내 주세요.
form-problem-limited-until = 사용 중인 네트워크에서 양식이 너무 많이 왔습니다. 답변은 그대로 있으니 { $when }에 다시 보내 주세요.
form-problem-unavailable = 저장하지 못했습니다. 답변은 그대로 있으니 잠시 후 다시 보내 주세요.

## What has to be corrected

form-error-required = 이 질문에 답해 주세요.
form-error-consent = 계속하려면 이 상자를 선택해 주세요.
form-error-too-short = { NUMBER($count) }자 이상 입력해 주세요.
form-error-too-long = { NUMBER($count) }자 이하로 입력해 주세요.
form-error-too-few = { NUMBER($count) }개 이상 선택해 주세요.
form-error-too-many = { NUMBER($count) }개 이하로 선택해 주세요.
form-error-wrong-shape = 다음과 같이 입력해 주세요: { $example }
form-error-no-email = name@example.com 같은 이메일 주소를 입력해 주세요.
form-error-no-phone = 전화번호를 숫자로 입력해 주세요.
form-error-no-url = https://로 시작하는 주소를 입력해 주세요.
form-error-no-number = 숫자를 입력해 주세요.
form-error-not-whole = 정수를 입력해 주세요.
form-error-too-small = 가장 작은 값은 { $limit }입니다.
form-error-too-large = 가장 큰 값은 { $limit }입니다.
form-error-too-early = { $limit } 이후여야 합니다.
form-error-too-late = { $limit } 이전이어야 합니다.
form-error-no-date = 달력에 있는 날짜를 입력해 주세요.
form-error-no-choice = 목록에서 선택해 주세요.
form-error-only-one = 답변은 하나만 해 주세요.
form-error-not-asked = 이 질문은 더 이상 묻지 않습니다. 답변을 확인하고 다시 보내 주세요.
form-error-altered = 이 페이지의 내용이 도중에 바뀌었습니다. 다시 보내 주세요.
form-error-file-large = 파일이 너무 큽니다.
form-error-file-kind = 이 종류의 파일은 보낼 수 없습니다.
form-error-file = 이 파일은 받을 수 없었습니다. 다른 파일로 시도해 주세요.

wait-estimate =
    { $count ->
       *[other] 최근 대기 시간은 약 { NUMBER($count) }분입니다.
    }
