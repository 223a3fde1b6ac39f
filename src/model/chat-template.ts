/** @file The one chat template: how the turns of a conversation become text, here and in Transformers. */
import { Template } from '@huggingface/jinja'
import { InputError, type Place } from '../support/index.ts'

/** One turn of a conversation. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

/** Tokens that no text can contain. They take the first ids of a vocabulary, in this order. */
export const SPECIAL_TOKENS = ['<|pad|>', '<|system|>', '<|user|>', '<|assistant|>', '<|end|>'] as const
export const PAD_TOKEN = '<|pad|>'
/** Ends every turn; after an assistant's turn it ends the sequence. */
export const END_TOKEN = '<|end|>'

/**
 * `<|role|>text<|end|>` for each turn, nothing between turns and nothing after the last; the generation prompt is
 * `<|assistant|>`. The generation block lets Transformers mark the assistant's tokens. Every newline of the template
 * is trimmed by a dash, so engines with and without block trimming agree.
 */
export const CHAT_TEMPLATE = [
  '{%- for message in messages -%}',
  "{%- if message['role'] not in ['system', 'user', 'assistant'] -%}",
  "{{- raise_exception('expected role system, user or assistant') -}}",
  '{%- endif -%}',
  "{{- '<|' + message['role'] + '|>' -}}",
  "{%- if message['role'] == 'assistant' -%}",
  "{%- generation -%}{{- message['content'] + '<|end|>' -}}{%- endgeneration -%}",
  '{%- else -%}',
  "{{- message['content'] + '<|end|>' -}}",
  '{%- endif -%}',
  '{%- endfor -%}',
  "{%- if add_generation_prompt -%}{{- '<|assistant|>' -}}{%- endif -%}",
].join('\n')

/** Renders conversations under one template. */
export interface ChatRenderer {
  /** The text of the turns, with the opening of an assistant's turn after them if `addGenerationPrompt`. */
  render(messages: readonly ChatMessage[], addGenerationPrompt: boolean): string
}

/**
 * Compiles a chat template; throws InputError when it is not valid Jinja, or (on rendering) when it refuses a
 * conversation. Messages from a template never quote the conversation here: they may be made from it.
 * @param variables such as bos_token, which foreign templates use; @param place of the template, for errors.
 */
export function compileChatTemplate(
  source: string,
  variables: Readonly<Record<string, string | null>>,
  place: Place,
): ChatRenderer {
  let template: Template
  try {
    template = new Template(source)
  } catch {
    throw new InputError('expected a Jinja chat template, got something else', place, 'copy the file again')
  }
  return {
    render(messages, addGenerationPrompt) {
      try {
        return template.render({ ...variables, messages, add_generation_prompt: addGenerationPrompt })
      } catch {
        const roles = messages.map(message => message.role).join(', ')
        throw new InputError(`the chat template refuses a conversation of roles ${roles}`, place, 'change the prompt')
      }
    },
  }
}
