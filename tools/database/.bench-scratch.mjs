import { startPostgresServer } from '/work/main/tools/database/postgres-server.ts';
import { openPostgres } from '/work/main/tools/database/postgres-backend.ts';
import { openPGlite } from '/work/main/tools/database/pglite-backend.ts';
import { startBridge } from '/work/main/tools/database/bridge.ts';
import http from 'node:http';
import { Pool } from 'pg';
const which=process.argv[2]??'pg';
const agent=new http.Agent({keepAlive:true,maxSockets:64});
function post(url,conn,body){return new Promise((res,rej)=>{const r=http.request(url,{method:'POST',agent,headers:{'Neon-Connection-String':conn,'content-length':Buffer.byteLength(body)}},x=>{let n=0;x.on('data',d=>n+=d.length);x.on('end',()=>x.statusCode===200?res(n):rej(new Error('status '+x.statusCode)))});r.on('error',rej);r.end(body)})}
async function load(name,fn,conc,n){ for(let i=0;i<300;i++) await fn(); let best=1e9,cpu; for(let rep=0;rep<3;rep++){ let left=n; const c0=process.cpuUsage(); const t=performance.now(); await Promise.all(Array.from({length:conc},async()=>{while(left-->0) await fn()})); const ms=performance.now()-t; const c=process.cpuUsage(c0); if(ms/n<best){best=ms/n;cpu=(c.user+c.system)/1000/n} } console.log(name.padEnd(44),'conc',conc,best.toFixed(3),'ms/req', (1000/best|0),'req/s cpu(node, incl. client)',cpu.toFixed(3)); return best }
const server=which==='pg'?await startPostgresServer({durable:true}):null;
const mk=prepare=>which==='pg'?openPostgres(server.url,{maxConnections:8,prepare}):openPGlite('memory://',{ownerPassword:'p'});
const conn=which==='pg'?server.url:'postgres://postgres:p@h/postgres';
for (const prepare of which==='pg'?[true,false]:[false]) {
 const backend=await mk(prepare); const bridge=await startBridge({backend});
 const P=b=>()=>post(bridge.url,conn,JSON.stringify(b));
 await P({query:"create table if not exists item(id uuid primary key default gen_random_uuid(), tenant text, name text, price int, at timestamptz default now(), tags jsonb default '{}')",params:[]})();
 await P({query:"insert into item(tenant,name,price) select 't', md5(g::text), g from generate_series(1,50) g where not exists (select from item)",params:[]})();
 const sel={query:'select id,tenant,name,price,at,tags from item where tenant = $1 and price >= $2 order by at desc, id limit 50',params:['t','0']};
 const one={query:'select 1',params:[]};
 const set={query:"select set_config('app.ctx', $1, true)",params:['x'.repeat(120)]};
 console.log('## prepare',prepare);
 for (const conc of [1,16]) { const n=conc===1?1500:5000;
  const a=await load('single select 1',P(one),conc,n);
  const b=await load('single select 50',P(sel),conc,n);
  const c=await load('batch [set_config, select 50]',P({queries:[set,sel]}),conc,n);
  console.log('   batch/single50', (c/b).toFixed(2));
 }
 if (which==='pg') { const pool=new Pool({connectionString:conn,max:8}); const naive=async()=>{const q=await pool.connect(); await q.query('BEGIN'); await q.query(set.query,set.params); await q.query({text:sel.query,values:sel.params,rowMode:'array'}); await q.query('COMMIT'); q.release()}; for (const conc of [1,16]) await load('no bridge, pg pool 4 trips',naive,conc,2000); await pool.end(); }
 await bridge.close(); await backend.close();
}
await server?.stop();
