import { endpoint, IdParam, pluginRouter, setVersion, wantedVersion } from '#sdk'
import { NewPipeline, Pipeline, PipelineList, PipelinePatch } from '../contract.ts'
import type { Settings } from '../settings.ts'
import { selectPipelines } from './read-pipelines.ts'
import { createPipeline, deletePipeline, ensurePipelines, updatePipeline } from './save-pipeline.ts'

const manage = { permission: 'crm.pipelines.manage' } as const

export const pipelinesRoutes = pluginRouter<Settings>()
  .get(
    '/pipelines',
    endpoint({
      permission: 'crm.deals.read',
      summary: 'Lists pipelines with their stages',
      answers: { 200: PipelineList },
    }),
    async (c) => c.json({ data: await selectPipelines(c.var.db) }),
  )
  .post(
    '/pipelines',
    endpoint({ ...manage, summary: 'Adds a pipeline', body: NewPipeline, answers: { 201: Pipeline } }),
    async (c) => {
      const pipeline = await createPipeline(c.var, c.req.valid('json'))
      setVersion(c, pipeline.version)
      return c.json(pipeline, 201)
    },
  )
  .post(
    '/pipelines/default',
    endpoint({
      permission: 'crm.deals.write',
      summary: 'Makes the usual pipeline where there is none',
      description: 'Answers all pipelines. Called twice, even at once, it makes one.',
      answers: { 200: PipelineList },
    }),
    async (c) => c.json({ data: await ensurePipelines(c.var) }),
  )
  .patch(
    '/pipelines/:id',
    endpoint({
      ...manage,
      summary: 'Changes a pipeline and its stages',
      params: IdParam,
      body: PipelinePatch,
      answers: { 200: Pipeline },
    }),
    async (c) => {
      const pipeline = await updatePipeline(c.var, c.req.valid('param').id, c.req.valid('json'), wantedVersion(c))
      setVersion(c, pipeline.version)
      return c.json(pipeline)
    },
  )
  .delete(
    '/pipelines/:id',
    endpoint({ ...manage, summary: 'Removes a pipeline without deals', params: IdParam, answers: { 204: null } }),
    async (c) => {
      await deletePipeline(c.var, c.req.valid('param').id, wantedVersion(c))
      return c.body(null, 204)
    },
  )
