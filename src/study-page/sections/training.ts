/** @file Part: how the training of each policy goes, in the figures of the report. */
import { html, type TrainingCurve, trainingCurve, trustedMarkup, wordsOf } from '../../report/index.ts'
import { onChange } from '../on-change.ts'
import { type Part, part } from '../part.ts'
import type { StudyView } from '../study-watch.ts'

const words = wordsOf('en')

const draw = (policy: string, curves: readonly TrainingCurve[]) =>
  Promise.all(curves.map((curve, i) => trainingCurve(policy, curve, words, `${policy}-${i}`)))

/** Of one step there is no course to draw. */
const isDrawable = ({ points }: TrainingCurve) => new Set(points.map(({ step }) => step)).size > 1

/** Makes the part; a figure is drawn again only when there are new points for it. */
export function trainingPart(): (view: StudyView) => Promise<Part> {
  const drawn = new Map<string, ReturnType<typeof onChange<readonly string[]>>>()
  return async view => {
    const found: { policy: string; step: number; figures: readonly string[] }[] = []
    for (const [policy, { step, version, curves }] of view.training) {
      if (!curves.some(isDrawable)) continue
      const drawing = drawn.get(policy) ?? onChange<readonly string[]>()
      drawn.set(policy, drawing)
      found.push({ policy, step, figures: await drawing(version, () => draw(policy, curves.filter(isDrawable))) })
    }
    const missing = [...view.training].filter(([policy]) => !found.some(one => one.policy === policy))
    return part(
      'training',
      'part',
      html`<h2 id="training-title">Training</h2>
${found.length > 0 && html`<p>${words.arms.trainingIntro} The loss of GRPO is near 0 by design and tells nothing; its reward is shown.</p>`}
${found.map(
  ({ policy, step, figures }) => html`<h3>${policy} <span class="quiet">step ${step}</span></h3>
<div class="figures">${figures.map(svg => html`<figure>${trustedMarkup(svg)}</figure>`)}</div>`,
)}
${missing.length > 0 && html`<p class="quiet">No curve so far: ${missing.map(([policy]) => policy).join(', ')}. A curve begins with the second step; exemplars and a base model as it comes are not trained.</p>`}`,
    )
  }
}
