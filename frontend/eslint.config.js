import js from '@eslint/js'
import a11y from 'eslint-plugin-jsx-a11y'
import hooks from 'eslint-plugin-react-hooks'
import ts from 'typescript-eslint'

// Who may see whom, top first: a folder sees only the folders after it. `player`, `embed` and `stream` live outside
// the application: they run in frames and inside other people's pages, and must stay free of any framework.
const LAYERS = ['app', 'routes', 'features', 'components', 'api', 'lib']
const FRAMEWORKS = [
  'react',
  'react/*',
  'react-dom',
  'react-dom/*',
  '@mantine/*',
  '@tanstack/*',
  'i18next',
  'react-i18next',
]

const upward = (layer) => LAYERS.slice(0, LAYERS.indexOf(layer)).map((name) => `@/${name}/**`)

const rule = (...patterns) => ({
  '@typescript-eslint/no-restricted-imports': [
    'error',
    {
      patterns: [
        { group: ['../*'], message: 'Write @/… for anything outside your own folder.' },
        ...patterns.filter(({ group }) => group.length > 0),
      ],
    },
  ],
})

const layer = (name, ...extra) => ({
  files: [`src/${name}/**/*.{ts,tsx}`],
  rules: rule({ group: upward(name), message: `${name} may not see the layers above it.` }, ...extra),
})

const FRAMEWORK_FREE = {
  group: FRAMEWORKS,
  message: 'The player, the embed and the stream use no framework.',
}

export default ts.config(
  { ignores: ['dist', 'public', 'src/api/schema.d.ts', '*.config.*'] },
  js.configs.recommended,
  ts.configs.recommendedTypeChecked,
  a11y.flatConfigs.recommended,
  hooks.configs.flat.recommended,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      // The words of a choice lie two spans deep in its label.
      'jsx-a11y/label-has-associated-control': ['error', { depth: 3 }],
      // A redirect or a "not found" of the router is thrown, and is no Error.
      '@typescript-eslint/only-throw-error': 'off',
    },
  },
  layer('app'),
  layer('routes'),
  layer('features', {
    group: ['@/features/*/**'],
    message: 'Enter another feature by its door: @/features/<name>. Your own files are ./…',
  }),
  layer('components'),
  layer('api'),
  layer('lib'),
  {
    files: ['src/player/**'],
    rules: rule(FRAMEWORK_FREE, { group: ['@/**', '!@/lib/**'], message: 'Only @/lib.' }),
  },
  {
    files: ['src/stream/**'],
    rules: rule(FRAMEWORK_FREE, { group: ['@/**', '!@/lib', '!@/lib/**'], message: 'Only @/lib.' }),
  },
  {
    files: ['src/embed/**'],
    rules: rule(FRAMEWORK_FREE, {
      group: ['@/**', '!@/player', '!@/player/**', '!@/lib', '!@/lib/**'],
      message: 'Only @/player and @/lib.',
    }),
  },
)
