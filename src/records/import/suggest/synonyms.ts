/** @file Names under which clinics and registers keep the same thing, in English, Chinese and Korean. */

/** Each entry is one thing. Compared without case, spaces and signs; the first name is the one that others are read as. */
const SAME: readonly (readonly string[])[] = [
  "female age | age | femaleAge | woman's age | patient age | patient age at treatment | 年龄 | 女方年龄 | " +
    '女龄 | 女年龄 | 妻年龄 | 妻子年龄 | 女方岁数 | 나이 | 연령 | 시술 당시 나이 | 여성 나이',
  "male age | maleAge | partner's age | partner age | husband age | 男方年龄 | 男龄 | 男年龄 | 夫年龄 | 男方岁数 | " +
    '丈夫年龄 | 남성 나이 | 배우자 나이 | 남편 나이',
  'bmi | body mass index | 体重指数 | 体质量指数 | BMI指数 | 体质指数 | 女方BMI | 체질량지수',
  'height | 身高 | 키 | 신장',
  'weight | 体重 | 체중 | 몸무게',
  'infertility duration | infertilityDuration | years of infertility | duration of infertility | ' +
    'years infertile | infertility years | infertility | 不孕年限 | 不孕年数 | 不育年限 | 不孕不育年限 | 不孕时长 | 不孕时间 | ' +
    '불임 기간 | 난임 기간',
  'infertility type | infertilityType | type of infertility | primary or secondary infertility | 不孕类型 | ' +
    '原发/继发 | 原发继发 | 原发或继发 | 不孕性质 | 불임 유형 | 난임 유형',
  'gravidity | gravida | number of pregnancies | total number of previous pregnancies | 孕次 | 怀孕次数 | ' +
    '총 임신 횟수 | 임신 횟수',
  'parity | para | births | number of births | 产次 | 총 출산 횟수 | 출산 횟수',
  'miscarriages | number of miscarriages | No. of abortions | No. of aborptions | abortions | 流产次数 | ' +
    '自然流产次数 | 自然流产 | 自然流产史 | 유산 횟수',
  'cycle length | cycleLength | menstrual cycle length | 月经周期 | 생리 주기 | 월경 주기',
  'amh | anti-mullerian hormone | anti-müllerian hormone | serum AMH | 抗缪勒管激素 | 抗穆勒氏管激素 | 抗穆勒管激素 | ' +
    'AMH值 | 抗苗勒管激素 | 항뮬러관호르몬',
  'afc | antral follicle count | antral follicles | total AFC | MeanAFC | 窦卵泡数 | 窦卵泡 | 基础卵泡数 | 双侧窦卵泡数 | ' +
    '双侧AFC | AFC总数 | 基础窦卵泡数 | 동난포 수',
  'basal fsh | fsh | basalFsh | day 3 fsh | D3 FSH | FSH baseline | 基础FSH | FSH基础 | FSH基础值 | bFSH | ' +
    '基础卵泡刺激素 | 基础促卵泡激素 | 促卵泡生成素 | D2-3FSH | D2 FSH | 卵泡刺激素 | 促卵泡激素 | 난포자극호르몬',
  'basal lh | lh | basalLh | day 3 lh | 基础LH | LH基础 | LH基础值 | bLH | 基础促黄体生成素 | 促黄体生成素 | 促黄体激素 | 黄体生成素 | ' +
    '황체형성호르몬',
  'basal e2 | e2 | estradiol | oestradiol | basalE2 | basal estradiol | 雌二醇 | E2基础 | E2基础值 | bE2 | ' +
    '基础雌二醇 | 基础E2 | 에스트라디올',
  'progesterone | prg | 孕酮 | P基础 | 基础孕酮 | 基础P | 孕酮基础 | 孕激素 | 프로게스테론',
  'prolactin | prl | 泌乳素 | PRL基础 | 基础PRL | 垂体泌乳素 | 基础泌乳素 | 催乳素 | 프로락틴',
  'tsh | thyroid stimulating hormone | 促甲状腺激素 | 갑상선자극호르몬',
  'total testosterone | testosterone | 睾酮 | T基础 | 基础睾酮 | 基础T | 总睾酮 | 테스토스테론',
  'vitamin d | Vit D3 | vitaminD | 25-OH vitamin D | 维生素D | 비타민 D',
  'haemoglobin | hemoglobin | hb | 血红蛋白 | 헤모글로빈',
  'random glucose | rbs | random blood sugar | 随机血糖',
  'pcos | polycystic ovary syndrome | 多囊卵巢综合征 | 多囊卵巢 | PCOS诊断 | 是否PCOS | 多囊 | 다낭성 난소 증후군',
  'tubal factor | tubal disease | tubalDisease | causes of infertility - tubal disease | tubal status | ' +
    'tubes | 输卵管因素 | 输卵管 | 输卵管情况 | 输卵管状态 | 输卵管通畅性 | 输卵管造影 | 난관 요인 | 불임 원인 - 난관 질환',
  'male factor | maleFactor | causes of infertility - male factor | 男方因素 | 남성 요인 | 불임 원인 - 남성 요인',
  'endometriosis | causes of infertility - endometriosis | 子宫内膜异位症 | 内异症 | 子宫内膜异位 | 内膜异位症 | 자궁내막증 | ' +
    '불임 원인 - 자궁내막증',
  'unexplained | unexplained infertility | causes of infertility - patient unexplained | 不明原因 | ' +
    '불명확 불임 원인 | 원인불명',
  'ovulatory disorder | ovulatoryDisorder | causes of infertility - ovulatory disorder | 排卵障碍 | 배란 장애',
  'previous ivf cycles | previousIvfCycles | total number of previous ivf cycles | previous IVF | ' +
    '既往IVF周期数 | 既往IVF | 既往IVF次数 | 既往IVF/ICSI次数 | 既往ART次数 | 既往试管次数 | IVF周期数 | 既往周期数 | 既往取卵周期数 | 既往促排周期数 | ' +
    'IVF次数 | IVF 시술 횟수',
  'sperm concentration | spermConcentration | concentration | 精子浓度 | 精子密度 | 精液浓度 | 정자 농도',
  'semen volume | semenVolume | volume | 精液量 | 精液体积 | 정액량',
  'progressive motility | progressiveMotility | PR | 前向运动 | 前向运动率 | 前向运动精子 | 前向运动精子率 | PR% | A+B级 | ' +
    'a+b | 前向运动精子百分率 | 전진운동성',
  'sperm source | spermSource | sperm | 精子来源 | 精子 | 精源 | 取精方式 | 精液来源 | 精子类型 | 정자 출처',
  'protocol | stimulation protocol | stimulationProtocol | 促排方案 | 超促排卵方案 | 超促排方案 | COS方案 | COH方案 | ' +
    '刺激方案 | 卵巢刺激方案 | 控制性促排卵方案 | 方案 | 促排卵方案 | 배란 유도 방법 | 배란 유도 유형',
  'starting dose | startingDose | gn starting dose | initial dose | MaxDailyGn | start dose | ' +
    'start dose FSH | FSH starting dose | Gn起始剂量 | Gn起始量 | Gn启动量 | Gn初始剂量 | 初始剂量 | 启动剂量 | 起始量 | Gn首剂量 | ' +
    '起始剂量 | 促性腺激素起始剂量 | Gn启动剂量 | 启动量 | 시작 용량',
  'fertilisation | fertilization | specific treatment type | IVF or ICSI | method of fertilisation | ' +
    '受精方式 | 受精 | 受精方法 | 授精方式 | 授精 | 특정 시술 유형',
  'trigger | triggerDrug | trigger type | 扳机 | 扳机药物 | 扳机药 | 扳机用药 | 扳机方案 | 扳机方式 | 触发药物 | 夜针 | 夜针药物 | ' +
    'HCG扳机 | 트리거',
  'embryos to transfer | embryos transferred | embryosTransferred | number of embryos transferred | ' +
    'embryos planned | 移植胚胎数 | 移植胚胎个数 | 移植数 | 移植枚数 | 移植个数 | 이식된 배아 수',
  'strategy | treatment | treatment type | type of treatment | 治疗方式 | 治疗类型 | 治疗方法 | 周期类型 | ART方式 | ' +
    '助孕类型 | 助孕方法 | 辅助生殖方式 | 助孕方式 | 시술 유형',
  'gonadotropin | gonadotrophin | gonadotropin type | FSH drug | stimulation drug | Gn药物 | Gn | Gn药 | Gn种类 | Gn名称 | Gn类型 | ' +
    '促排药 | 促排药物 | 促排卵药物 | 促性腺激素种类 | 과배란 약제',
  'luteal support | lutealSupport | luteal | luteal phase support | LPS | 黄体支持 | 黄体支持方案 | 黄体支持药物 | ' +
    '黄体支持用药 | 黄体支持方式 | 황체기 보강',
  'frozen embryos | frozenEmbryos | 冻存胚胎数 | 冻胚数 | 冻胚 | 冻胚个数 | 冻存胚胎 | 冻存胚胎个数',
  'adenomyosis | 腺肌症 | 子宫腺肌症 | 子宫腺肌病',
  'total motility | totalMotility | 总活力 | 活力 | 活率 | 精子活力 | 精子活率 | PR+NP',
  'normal forms | normalForms | 正常形态率 | 正常形态 | 正常形态精子率 | 精子正常形态率 | 形态率',
  'dna fragmentation | dnaFragmentation | DFI | 碎片率 | DNA碎片率 | 精子DNA碎片率 | DNA碎片指数',
  'transfer | 移植 | 移植方式 | 移植类型 | 移植胚胎类型 | 鲜胚/冻胚',
  'endometrial preparation | endometrialPreparation | 内膜准备 | 内膜准备方案 | 内膜准备方式 | FET方案',
  'cyclePattern | 月经 | 月经规律 | 月经规律性 | 月经情况 | 月经是否规律',
  'ectopic pregnancies | ectopicPregnancies | 异位妊娠次数 | 宫外孕次数',
  'endometrial thickness | endometrialThickness | 内膜厚度 | 子宫内膜厚度',
  'smoking | 吸烟 | 吸烟史 | 女方吸烟',
].map(names => names.split(' | '))

/** A name as it is compared: letters and digits alone, in small letters. */
export const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

const thingOf = new Map(SAME.flatMap((names, index) => names.map(name => [bare(name), index] as const)))

/** True when both names are known to mean the same thing. */
export function meanTheSame(one: string, other: string): boolean {
  const thing = thingOf.get(bare(one))
  return thing !== undefined && thing === thingOf.get(bare(other))
}
