/** @file The criteria that raters are asked about unless a study says otherwise: 1 to 5, with a text at every point. */
import type { Criterion, Words } from './instrument.ts'

const words = (en: string, zh: string): Words => ({ en, zh })

/** Reasoning clarity, use of key information, clinical accuracy and therapeutic feasibility of a whole plan. */
export const defaultCriteria: readonly Criterion[] = [
  {
    id: 'reasoningClarity',
    label: words('Reasoning clarity', '推理清晰度'),
    question: words(
      'Can you follow how the reasons lead from the findings to each decision?',
      '能否看清理由如何由病历所见推导到每一项决策？',
    ),
    anchors: [
      words('No line of thought: findings and decisions stand side by side', '没有思路：所见与决策各自罗列，互不相连'),
      words(
        'Most decisions have no stated reason, or the reasons contradict each other',
        '多数决策没有说明理由，或理由相互矛盾',
      ),
      words(
        'The main decisions have reasons; some steps must be guessed',
        '主要决策有理由，但部分步骤需要读者自行揣测',
      ),
      words('Nearly every decision has a reason that follows from a finding', '几乎每项决策都有由所见得出的理由'),
      words('Every decision follows, step by step, from stated findings', '每项决策都由所述所见逐步推出'),
    ],
    layers: [],
  },
  {
    id: 'keyInformation',
    label: words('Use of key information', '关键信息的使用'),
    question: words(
      'Are the findings that decide this case seen, weighed and cited correctly?',
      '决定本病例的关键所见是否被注意到、权衡并正确引用？',
    ),
    anchors: [
      words('Key findings are missed or misquoted throughout', '关键所见普遍遗漏或引用错误'),
      words('Several key findings are missed, or one is misquoted', '遗漏多项关键所见，或有一项引用错误'),
      words('The main findings are used; others of weight are missed', '使用了主要所见，但遗漏其他重要所见'),
      words('All key findings are used; details are missed', '关键所见均已使用，仅遗漏细节'),
      words(
        'All findings that matter are used and weighed, and cited as recorded',
        '所有重要所见均被使用和权衡，且引用与记录一致',
      ),
    ],
    layers: [],
  },
  {
    id: 'clinicalAccuracy',
    label: words('Clinical accuracy', '临床准确性'),
    question: words(
      'Are the statements and decisions right by current practice, for this couple?',
      '就这对夫妇而言，所述内容与决策是否符合现行临床实践？',
    ),
    anchors: [
      words('Wrong in a way that could harm', '存在可能造成伤害的错误'),
      words('A major decision or statement is wrong', '有一项重要决策或陈述错误'),
      words('Acceptable, with errors that I would correct', '可以接受，但有需要更正的错误'),
      words('Right, with small points that I would do otherwise', '正确，仅有个别细节会另作处理'),
      words('Right in every point', '各方面均正确'),
    ],
    layers: [],
  },
  {
    id: 'feasibility',
    label: words('Therapeutic feasibility', '治疗可行性'),
    question: words(
      'Could this plan be carried out for this couple as it stands?',
      '该方案能否按现状在这对夫妇身上实施？',
    ),
    anchors: [
      words('Cannot be carried out: unsafe, contradictory or incomplete', '无法实施：不安全、自相矛盾或不完整'),
      words('Could be carried out only after major changes', '需作重大修改后方可实施'),
      words('Could be carried out after a few changes', '作少量修改后可以实施'),
      words('Could be carried out; details would be settled on the way', '可以实施，细节可在过程中确定'),
      words('Could be carried out tomorrow as it stands', '可按现状立即实施'),
    ],
    layers: [],
  },
]
