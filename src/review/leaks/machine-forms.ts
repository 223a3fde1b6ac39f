/** @file How machines give themselves away: self-naming, disclaimers, chat markup, names of models, vendors and methods. */
import { type LeakForm, leakForms } from './leak-form.ts'

const MACHINE =
  '(?:AI|A\\.I\\.|artificial intelligence|(?:(?:large )?language|machine learning|trained|AI) model|LLM|chat ?bot|(?:virtual|digital|AI|medical) assistant|(?:computer|software) program|algorithm|(?:automated|expert) system)'

/** AI is also an aromatase inhibitor and artificial insemination. */
const isMedicalAi = (before: string, match: string, after: string): boolean =>
  /\bAI$/.test(match) &&
  (/letrozole|anastrozole|aromatase|inseminat/i.test(before + after) ||
    /^\s*\(?(?:inhibitor|cycle|protocol)/i.test(after))

const assistant: readonly LeakForm[] = [
  ...leakForms('assistant', 'certain', [new RegExp(`\\b(?:as|being) (?:an?|your) ${MACHINE}(?![\\w-])`)], isMedicalAi),
  ...leakForms('assistant', 'certain', [
    new RegExp(`\\bI(?:'m|’m| am) (?:just |only )?(?:an? |your )?${MACHINE}(?![\\w-])`),
    /\b(?:large )?language models?\b|\bLLMs?\b/,
    /\bI(?:'m|’m| am) not (?:a |your )?(?:doctor|physician|clinician|licensed|medical professional)/,
    /\b(?:AI|LLM|model|machine|computer|automatically|auto)[- ]generated\b/,
    /\b(?:generated|produced|written|composed|created|prepared) (?:automatically|(?:automatically )?(?:by|with|using) (?:an? |the )?(?:AI|LLM|model|machine|algorithm|software|computer|program|system)\b)/,
    /\b(?:my|its) training data\b|(?<!to |best of )\bmy (?:knowledge|training|programming)\b|\bknowledge cut-?off\b|\bI was (?:last )?(?:trained|updated|programmed|designed)\b/,
    /\bI (?:cannot|can't|can’t|am unable to|am not able to) (?:provide|give|offer) (?:\w+ )?(?:medical|clinical) (?:advice|diagnos\w+)/,
    /(?:作为|身为)(?:一个|一名|一款|一位|您的)?\s?(?:AI|人工智能|(?:大型?)?语言模型|智能助手|大模型|虚拟助手|智能助理|聊天机器人|医疗助手)/,
    /我(?:只)?是(?:一个|一名|一款|一种|您的)?\s?(?:AI|人工智能|(?:大型?)?语言模型|智能助手|大模型|虚拟助手|机器人)/,
    /语言模型|大模型|智能助[手理]|(?:AI|人工智能|机器|模型)(?:自动|辅助)?生成|我的(?:训练|知识)|知识截止|由[^，。]{0,8}(?:智能|自动|AI|模型)(?:系统|程序|软件|模型)?(?:产生|生成|输出|撰写|给出|开发|训练)/,
    /我(?:无法|不能|没有资格)(?:提供|给出|进行|代替|替代)[^，。]{0,6}(?:医疗|医学|诊疗|临床|诊断|医生)/,
  ]),
  ...leakForms('assistant', 'likely', [
    /\b(?:I )?hope this helps\b|\bfeel free to (?:ask|reach out|contact)\b|\blet me know if (?:you|there)\b/,
    /(?:^|\n)\s*(?:(?:certainly|sure|of course|absolutely|great question)(?:!|[,.]\s*(?:here|based|let|I)\b))/,
    /\bhere(?:'s| is) (?:the|an?|my|your) (?:\w+ ){0,3}(?:plan|response|answer|reasoning|analysis|summary|recommendation)\b/,
    /\b(?:an? |the )?(?:AI|automated|expert|computer) (?:system|program|tool|software) (?:wrote|made|generated|produced|suggests?|recommends?)\b|\b(?:not|no|no substitute for|never replace|not replace|not a replacement for) (?:professional )?medical advice\b/,
    /\bfor (?:general )?(?:information|informational|educational|reference)(?: purposes)? only\b/,
    /\bseek (?:the )?(?:advice|guidance|opinion|professional|medical)\b|\b(?:consult|speak (?:to|with)|talk to|see) (?:with )?(?:your|a qualified|a licensed|a healthcare|a medical) (?:own )?(?:doctor|physician|healthcare|fertility|provider|professional|medical|specialist)/,
    /仅供参考|不构成(?:任何)?(?:医疗|医学|诊疗)(?:建议|意见)|不能(?:替代|代替)(?:专业)?(?:医生|医师|医疗|医学|面诊)/,
    /请(?:务必|及时|您)?咨询(?:您的)?(?:专业|主治|生殖)?(?:科)?(?:医生|医师|医疗)|希望(?:以上|这些|我的|对您|能够?)[^。]{0,10}帮助|如(?:有|果您还有|需)[^。]{0,8}(?:疑问|信息|帮助)|随时(?:告诉|联系|询问|提问|问|告知)我|请遵(?:从)?医嘱/,
    /(?:^|\n)\s*(?:好的|当然|没问题)(?:可以)?(?:[!！]|[,，。]\s*(?:以下|下面|这|根据|我))/,
  ]),
]

const markup = leakForms('chat markup', 'certain', [
  /<\/?think(?:ing)?>|<\/?answer>|<\/?reasoning>|<\|[\w▁|-]{2,30}\|>|\[\/?INST\]|<<\/?SYS>>|<\/?s>/,
  /(?:^|\n)\s*#{2,3} ?(?:response|instruction|assistant|user|system|input|output)\b:?/,
  /(?:^|\n)\s*(?:assistant|user|human|system|chatgpt)\s*[:：]/,
  /(?:^|\n)\s*\*\*(?:final )?(?:answer|response|output)\s*[:：]/,
  /(?:^|\n)\s*(?:助手|用户|系统提示|回答)\s*[:：]/,
])

const models = [
  ...leakForms('model name', 'certain', [
    /\bChat-?GPT\b|\bGPT-?(?:[2-5](?:\.\d)?o?|oss)(?:-(?:turbo|mini|nano|pro))?\b|\b(?:Bio|Med|Huatuo|华佗|Clinical)-?GPT\b|华佗GPT/,
    /\bDeep-?Seek(?:-?[A-Z]\d[\w.-]*)?\b|\bQwen[\w.-]*|通义(?:千问)?|千问|文心一言|\bERNIE(?: Bot)?\b|豆包|讯飞星火|星火大模型|混元/,
    /\b(?:Chat)?GLM-?\d[\w.]*|\bChatGLM\b|智谱(?:清言)?|\bBaichuan[\w-]*|百川(?:智能|大模型)|\bInternLM\b|书生·?浦语|\bMiniMax\b/,
    /\bL[Ll]a[Mm]a[- ]?\d?(?:\.\d)?(?:-\w+)?\b|\bMi(?:s|x)tral[\w-]*|\bMed-?Gemma\b|\bGemma[- ]?\d?\b|\bMed-?PaLM\b|\bPaLM[- ]?2\b|\bMeditron\b|\bVicuna\b|\bFalcon-\d+B\b|\bPhi-[2-4]\b/,
    /\bGoogle Bard\b|\b(?:Microsoft|GitHub) Copilot\b|\bGrok(?:-\d)?\b(?= (?:said|says|suggest|recommend|by|model|output)|-)|\bo[13]-(?:mini|preview|pro)\b/,
    /\bClaude[ -]?(?:\d[\w.-]*|Opus|Sonnet|Haiku|Instant)|\bGemini[ -](?:\d[\w.-]*|Pro|Ultra|Flash|Nano)\b/,
    /\b\d{1,3}(?:\.\d)?B[- ](?:model|parameters?|instruct|chat)\b/,
  ]),
  // Names of people and of a sign of the sky too.
  ...leakForms('model name', 'likely', [/\b(?:Claude|Gemini|Kimi|Copilot)\b/u]),
  ...leakForms(
    'model name',
    'likely',
    // An old name of alanine transaminase; as a model it does something.
    [
      /\bGPT\b(?= (?:recommends?|suggests?|says?|model|output|answers?|response|advises?)\b)|GPT(?=认为|建议|推荐|给出|回答|生成)/,
    ],
  ),
]

const vendors = leakForms('vendor', 'certain', [
  /\bOpenAI\b|\bAnthropic\b|\b(?:Google )?DeepMind\b|\bMeta AI\b|\bMistral AI\b|\bHugging ?Face\b|\bMoonshot AI\b|\bxAI\b|\bGoogle\b|\bMicrosoft\b|\bNvidia\b|\bAmazon\b|\bCohere\b(?= (?:model|AI))/,
  /深度求索|月之暗面|阿里(?:云|巴巴)|百度|腾讯|字节跳动|科大讯飞|\bAlibaba\b|\bBaidu\b|\bTencent\b|\bByteDance\b|\biFLYTEK\b/,
])

/** `10 DPO` are days past ovulation, SFT a tumour or a thickness, ICL a lens. */
export const isMedicalShort = (before: string, match: string, after: string): boolean => {
  const around = before.slice(-30) + after.slice(0, 30)
  if (/^DPO$/i.test(match))
    return /\d\s?$/.test(before) || /^\s?(?:[:=]\s?)?\d/.test(after) || /ovulation|排卵/i.test(around)
  if (/^SFT$/i.test(match)) return /tumou?r|fibrous|skin ?fold|pleura|瘤|皮褶/i.test(around)
  if (/^ICL$/i.test(match)) return /lens|myopi|implant|surgery|晶体|近视|眼|术/i.test(around)
  return /^PPO$/i.test(match) && /insur|preferred provider/i.test(around)
}

const methods = [
  ...leakForms('method', 'certain', [/\b(?:SFT|DPO|GRPO|ICL|RLHF|PPO|QLoRA|LoRA)\b/u], isMedicalShort),
  ...leakForms('method', 'certain', [
    /\bsupervised fine-?tun\w+|\bfine-?tuned (?:model|on|for|version)\b|\bdirect preference optimi[sz]ation\b|\bgroup relative policy\b/,
    /\bin-context (?:learning|examples?)\b|\b(?:few|zero|one)-shot\b|\bchain[- ]of[- ]thought\b|\breinforcement learning\b|\breward (?:model|function)\b|\bsystem prompt\b|\b(?:preference|instruction|policy|reward|RL)-?(?:tuned|trained|optimi[sz]ed)\b/,
    /微调|强化学习|偏好优化|上下文学习|少样本|零样本|思维链|奖励(?:模型|函数)|提示词|系统提示/,
  ]),
  ...leakForms('method', 'likely', [
    /\b(?:\w+ )?(?:shots?|examples?) (?:above|given|provided|in the prompt)\b|\b(?:as|like) in the (?:\w+ )?examples?\b|\babove examples?\b/,
    /(?:上述|以上|前面的|参考|给定的?)(?:示例|例子|范例|样例)|(?:示例|范例|样例)(?:中|所示)/,
  ]),
]

/** All forms of this file. */
export const MACHINE_FORMS: readonly LeakForm[] = [...assistant, ...markup, ...models, ...vendors, ...methods]
