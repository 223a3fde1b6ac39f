/** @file Between English and Chinese, at any time. */
import { type Language, speak, useWords } from '../words/index.ts'

const names: Readonly<Record<Language, string>> = { en: 'English', zh: '中文' }

/** A button that names the other language, in that language. */
export function LanguageSwitch() {
  const { language } = useWords()
  const other: Language = language === 'en' ? 'zh' : 'en'
  return (
    <button type="button" className="bar-button" lang={other === 'zh' ? 'zh-CN' : 'en'} onClick={() => speak(other)}>
      {names[other]}
    </button>
  )
}
