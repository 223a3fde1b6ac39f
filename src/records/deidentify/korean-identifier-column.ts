/** @file What a Korean column name says of its cells: the part of the rules of `identifier-column.ts` for Hangul. */
import type { IdentifierKind } from './identifier-kind.ts'

/** What a rule says: as in `identifier-column.ts`, null for a name that only reads like an identifier's. */
type Meaning =
  | { readonly action: 'drop'; readonly kind: IdentifierKind }
  | { readonly action: 'shift' | 'age' | 'names' }
  | null

const drop = (kind: IdentifierKind): Meaning => ({ action: 'drop', kind })

/** The woman, the man, or whoever treats them. */
const PERSON =
  '(?:환자|본인|배우자|남편|아내|부인|처|여성|남성|여자|남자|보호자|파트너|의사|담당의|담당의사|주치의|담당자|간호사|시술자|집도의|작성자|입력자|기록자|검사자|산모)'

/** In order: the first that fits decides. Names are in small letters, with one space where signs stood. */
export const KOREAN_COLUMN_RULES: readonly (readonly [RegExp, Meaning])[] = [
  // Names of things and counts: a drug, a diagnosis, births so far, the age at menarche.
  [
    /(?:약품|약물|약제|제품|진단|질환|검사|수술|시술|처방|방법|프로토콜|항목|유전자) ?(?:명|이름)(?:칭)?$|초경|출생아|출생 ?체중/u,
    null,
  ],
  [/보험 ?(?:유형|종류|구분|여부|급여|적용)/u, null],
  [/이메일|전자 ?우편|전자 ?메일|메일 ?주소|^메일$/u, drop('e-mail')],
  [/전화|휴대 ?폰|핸드폰|연락처|휴대 ?번호|팩스|^모바일/u, drop('phone')],
  [/카카오|카톡|아이디$|계정/u, drop('account')],
  [/여권/u, drop('passport')],
  [/주민 ?(?:등록)? ?번호|^주민 ?등록$|외국인 ?(?:등록)? ?번호|운전 ?면허|신분증/u, drop('national id')],
  [/계좌|카드 ?번호|은행/u, drop('bank card')],
  [/보험 ?(?:증|가입자)? ?번호|건강 ?보험증/u, drop('insurance number')],
  [/차량 ?번호/u, drop('vehicle')],
  [
    /생년|^생일$|(?:환자|본인|배우자|남편|아내|부인|여성|남성) ?(?:생일|출생일)|^출생(?:일|일자|연도|년도)$/u,
    drop('birth date'),
  ],
  [/사진|서명|지문/u, drop('likeness')],
  [/^직장(?: ?(?:명|주소|이름))?$|회사|근무처|근무지/u, drop('employer')],
  [/주소|거주지|우편 ?번호|시군구|읍면동|본적/u, drop('address')],
  [/병상|병실|병동|침상/u, drop('bed')],
  [
    /(?:등록|차트|챠트|병록|환자|진료|의무 ?기록|병원|접수|입원|외래|검체|검사|시술|주기|사이클|부부|케이스|사례|기록|수진자|내원|남편|배우자|아내) ?(?:번호|아이디|id|코드|no)$|바코드|일련 ?번호/u,
    drop('record number'),
  ],
  [
    new RegExp(
      `(?:^|${PERSON} ?(?:의 )?)(?:성명|성함|이름)(?: \\d)?(?: ?(?:한글|영문|한자))?$|^(?:한글|영문) ?(?:성명|이름|명)$|^${PERSON} ?(?:명|성명|이름|성함|이니셜)$|^(?:환자|배우자|남편|아내|부인|주치의|담당의|담당의사|담당자|시술자|집도의|작성자|입력자|기록자|검사자|보호자)$|^이니셜$`,
      'u',
    ),
    drop('name'),
  ],
  [/^(?:파트너|여성|남성|여자|남자|본인|산모|신랑)$/u, { action: 'names' }],
  [
    new RegExp(`^(?:(?:시술|채취|이식|내원|현재|만|${PERSON}) ?(?:당시|시)? ?)*(?:나이|연령)(?: ?세)?$`, 'u'),
    { action: 'age' },
  ],
  [
    /날짜|일자|(?:내원|방문|진료|초진|시술|채취|이식|검사|수술|작성|입력|등록|입원|퇴원|월경|생리)(?: ?시작)?일$|최종 ?월경/u,
    { action: 'shift' },
  ],
]
