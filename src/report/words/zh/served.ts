/** @file Chinese: how a review was prepared, and what its record says of how it went. */
import type { served as english } from '../en/served.ts'

const reshaping: Readonly<Record<string, string>> = {
  'line ends and blanks': '换行与空白',
  'invisible characters': '不可见字符',
  'markdown heading': 'Markdown 标题',
  emphasis: '强调标记',
  'code or quotation marks of markdown': 'Markdown 代码或引用标记',
  'list marks': '列表符号',
  'rules and empty marks': '分隔线与空标记',
  pictograms: '图形符号',
  'quotes and dashes': '引号与破折号',
  'stop added': '补加句号',
  paragraphs: '重新分段',
  'text after the plan': '方案之后的文字',
}
const incidents: Readonly<Record<string, string>> = {
  'knows the case': '评审者认识该病例',
  'recognised the author': '评审者认出作者',
  'was told': '评审者被告知来源',
  emergency: '紧急情况下密钥保管人被告知一项',
}

/** Preparation and record of a served review. */
export const served: typeof english = {
  material: {
    title: '评审者所见',
    prepared: (cases, arms) =>
      `评审已准备就绪：${cases} 个病例，方案来自 ${arms}。评判尚未导出，因此本报告不涉及评审者。`,
    template:
      '所有方案（包括病历记录的决策）均经同一模板呈现：标题相同，决策项目与顺序相同，理由每四句一段。文字内容未作改动。',
    checkedBy: who => `版式调整由 ${who} 核查。`,
    unchecked: '版式调整未经临床医师核查。',
    caption: '评审的准备',
    item: '项目',
    value: '数值',
    items: {
      cases: '病例',
      couples: '夫妇',
      training: '练习病例，不纳入分析',
      texts: '方案',
      reshaped: '经版式调整的方案',
      equal: '两组方案逐字相同的病例',
      found: '遮蔽后仍可能透露来源之处',
      hints: '其中仅为提示、无需决定',
      redacted: '已遮蔽之处',
      accepted: '说明理由后接受之处',
      open: '尚未决定之处：病例不能分配',
      unused: '未对应任何位置的决定',
    },
    stratum: name => `${name === 'head' ? '头部' : name === 'mid' ? '中部' : name === 'tail' ? '尾部' : name}层病例`,
    done: what => `版式调整：${reshaping[what] ?? what}`,
    machine:
      '小型分类器仅凭方案文字区分各组的能力（在未学习过的夫妇上）：0.5 为机遇水平，1 为完全可辨。这是盲法所面对的难度，应与评审者的猜测一并阅读。',
    machineCaption: level => `机器对组别的猜测（曲线下面积，${level} 区间）`,
    overall: '全部各组',
    auc: '曲线下面积',
    median: '长度中位数（字符）',
    unreadable: '有决策无法读取的方案',
    named: (share, chance) => `其正确指认组别的比例为 ${share}，机遇水平为 ${chance}。`,
  },
  record: {
    title: '评审记录',
    intro: '取自事件链：评审中的每一步都记录在内，并带有前一事件的哈希值，任何改动都会显现。人员以代号表示。',
    caption: '记录内容',
    planHash: '已注册方案，SHA-256',
    planAt: '方案注册时间',
    amended: number => `方案修订 ${number}`,
    amendment: (at, by, reason) => `${at}，${by}：${reason}`,
    lastPlan: '揭盲时的方案，SHA-256',
    samePlan: '即本分析所遵循的方案。',
    otherPlan: '并非本分析所遵循的方案。',
    openedAt: '向评审者开放',
    locked: '锁定',
    unblinded: '揭盲',
    twoPeople: (at, proposed, confirmed) => `${at}，由 ${proposed} 提出，${confirmed} 确认`,
    reason: '揭盲理由',
    chain: '导出时的事件链',
    head: (sequence, hash) => `事件 ${sequence}，${hash}`,
    raters: '评审者',
    incident: what => `非盲：${incidents[what] ?? what}`,
    incidentValue: (at, by, withdrawn) => `${at}，${by}；撤回项目 ${withdrawn} 项`,
    noIncidents: '破盲报告',
    none: '无',
    leftOut: {
      withdrawn: '评判前撤回的项目：评审者认识该病例',
      withdrawnJudged: '评判后撤回的评判：评审者认识该病例',
      training: '练习病例的评判，未纳入',
      laterGuesses: '对同一方案的再次猜测，未纳入',
      notJudged: '未评判的项目',
    },
  },
}
