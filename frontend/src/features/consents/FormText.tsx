import { createElement } from 'react'
import styles from './Consents.module.css'
import type { TextNode } from './api'

/** The words of a form, drawn from data: whatever stands in it is only words. */
export function FormText({ nodes, language }: { nodes: TextNode[]; language: string }) {
  return (
    <div className={styles.text} lang={language} dir="auto">
      {nodes.map((node, index) => (
        <Piece key={index} node={node} />
      ))}
    </div>
  )
}

function Piece({ node }: { node: TextNode }) {
  if (node.kind === 'text') return node.text
  if (node.kind === 'br') return <br />
  const parts = node.parts?.map((part, index) => <Piece key={index} node={part} />)
  // On the participant's page the form's title is the h1; here it is one level down.
  const tag = node.kind === 'h2' ? 'h3' : node.kind === 'h3' ? 'h4' : node.kind
  return createElement(tag, null, parts)
}
