"""Alerts in full: groups, notices, escalation, silences, quarantine, statutory clocks, rules; teams and plans."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    op.create_table('backtest',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('rule', sa.String(length=64), nullable=False),
    sa.Column('edition', sa.String(length=64), nullable=False),
    sa.Column('first', sa.Date(), nullable=False),
    sa.Column('last', sa.Date(), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.Column('report', sa.JSON(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('who', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_backtest'))
    )
    with op.batch_alter_table('backtest', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_backtest_rule'), ['rule'], unique=False)

    op.create_table('cap_message',
    sa.Column('key', sa.String(length=400), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('references', sa.JSON(), nullable=False),
    sa.Column('alert', sa.String(length=26), nullable=True),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('sent_at', sa.DateTime(), nullable=False),
    sa.Column('received_at', sa.DateTime(), nullable=False),
    sa.Column('sender', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_cap_message'))
    )
    op.create_table('clock',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('rule', sa.String(length=64), nullable=False),
    sa.Column('subject', sa.String(length=64), nullable=False),
    sa.Column('region', sa.String(length=6), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('started_at', sa.DateTime(), nullable=False),
    sa.Column('due_at', sa.DateTime(), nullable=True),
    sa.Column('done_at', sa.DateTime(), nullable=True),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.Column('extended', sa.Integer(), nullable=False),
    sa.Column('nature', sa.String(length=16), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clock')),
    sa.UniqueConstraint('subject', 'rule', name=op.f('uq_clock_subject'))
    )
    with op.batch_alter_table('clock', schema=None) as batch_op:
        batch_op.create_index('ix_clock_state_due', ['state', 'due_at'], unique=False)

    op.create_table('notice',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('alert', sa.String(length=26), nullable=False),
    sa.Column('receiver', sa.String(length=64), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('occasion', sa.String(length=24), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('due_at', sa.DateTime(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('sent_at', sa.DateTime(), nullable=True),
    sa.Column('error', sa.Text(), nullable=True),
    sa.Column('receipt', sa.JSON(), nullable=True),
    sa.Column('claimed_by', sa.String(length=64), nullable=True),
    sa.Column('claimed_until', sa.DateTime(), nullable=True),
    sa.Column('exercise', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('key', name=op.f('uq_notice_key'))
    )
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_notice_alert'), ['alert'], unique=False)
        batch_op.create_index('ix_notice_state_due', ['state', 'due_at'], unique=False)

    op.create_table('plan',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('family', sa.String(length=32), nullable=False),
    sa.Column('level', sa.String(length=4), nullable=False),
    sa.Column('region', sa.String(length=6), nullable=False),
    sa.Column('version', sa.String(length=32), nullable=False),
    sa.Column('actions', sa.JSON(), nullable=False),
    sa.Column('reports', sa.JSON(), nullable=False),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.Column('nature', sa.String(length=16), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan'))
    )
    op.create_table('quarantine',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('way', sa.String(length=16), nullable=False),
    sa.Column('sender', sa.String(length=64), nullable=False),
    sa.Column('content_type', sa.String(length=128), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('times', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('handled_by', sa.String(length=64), nullable=True),
    sa.Column('handled_at', sa.DateTime(), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=True),
    sa.Column('region', sa.String(length=6), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quarantine')),
    sa.UniqueConstraint('digest', name=op.f('uq_quarantine_digest'))
    )
    op.create_table('rule_cell',
    sa.Column('rule', sa.String(length=64), nullable=False),
    sa.Column('cell', sa.String(length=96), nullable=False),
    sa.Column('level', sa.String(length=4), nullable=True),
    sa.Column('alert', sa.String(length=26), nullable=True),
    sa.Column('since', sa.JSON(), nullable=True),
    sa.Column('judged_at', sa.DateTime(), nullable=False),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('rule', 'cell', name=op.f('pk_rule_cell'))
    )
    op.create_table('silence',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('matcher', sa.JSON(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('who', sa.String(length=64), nullable=False),
    sa.Column('region', sa.String(length=6), nullable=False),
    sa.Column('starts_at', sa.DateTime(), nullable=False),
    sa.Column('ends_at', sa.DateTime(), nullable=False),
    sa.Column('warned_at', sa.DateTime(), nullable=True),
    sa.Column('ended_at', sa.DateTime(), nullable=True),
    sa.Column('held_back', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_silence'))
    )
    op.create_table('team',
    sa.Column('id', sa.String(length=26), nullable=False),
    sa.Column('name', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('region', sa.String(length=6), nullable=False),
    sa.Column('unit', sa.String(length=64), nullable=False),
    sa.Column('leader', sa.String(length=32), nullable=False),
    sa.Column('phone', sa.String(length=32), nullable=True),
    sa.Column('members', sa.Integer(), nullable=False),
    sa.Column('lon', sa.Float(), nullable=True),
    sa.Column('lat', sa.Float(), nullable=True),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.Column('nature', sa.String(length=16), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_team'))
    )
    op.create_table('clock_step',
    sa.Column('seq', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('clock', sa.String(length=26), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('days', sa.Integer(), nullable=True),
    sa.Column('who', sa.String(length=64), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['clock'], ['clock.id'], name=op.f('fk_clock_step_clock')),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_clock_step'))
    )
    with op.batch_alter_table('clock_step', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_clock_step_clock'), ['clock'], unique=False)

    op.create_table('escalation',
    sa.Column('alert', sa.String(length=26), nullable=False),
    sa.Column('chain', sa.String(length=64), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('due_at', sa.DateTime(), nullable=False),
    sa.Column('changed_at', sa.DateTime(), nullable=False),
    sa.Column('note', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['alert'], ['alert.id'], name=op.f('fk_escalation_alert')),
    sa.PrimaryKeyConstraint('alert', name=op.f('pk_escalation'))
    )
    with op.batch_alter_table('escalation', schema=None) as batch_op:
        batch_op.create_index('ix_escalation_state_due', ['state', 'due_at'], unique=False)

    with op.batch_alter_table('alert', schema=None) as batch_op:
        batch_op.add_column(sa.Column('family', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('digest', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('received_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('resolved_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('inputs', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('evidence', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('head', sa.String(length=26), nullable=True))
        batch_op.add_column(sa.Column('group_key', sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column('inhibited_by', sa.String(length=26), nullable=True))
        batch_op.add_column(sa.Column('suppressed', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('disposition', sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column('disposed_by', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('disposed_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('reopen_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('reopened', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('incident', sa.String(length=26), nullable=True))
        batch_op.create_index('ix_alert_head', ['head'], unique=False)
        batch_op.create_index('ix_alert_occurred_at', ['occurred_at'], unique=False)
        batch_op.create_index('uq_alert_group_key', ['group_key'], unique=True, sqlite_where=sa.text('group_key IS NOT NULL'), postgresql_where=sa.text('group_key IS NOT NULL'))


def downgrade():
    with op.batch_alter_table('alert', schema=None) as batch_op:
        batch_op.drop_index('uq_alert_group_key', sqlite_where=sa.text('group_key IS NOT NULL'), postgresql_where=sa.text('group_key IS NOT NULL'))
        batch_op.drop_index('ix_alert_occurred_at')
        batch_op.drop_index('ix_alert_head')
        batch_op.drop_column('incident')
        batch_op.drop_column('reopened')
        batch_op.drop_column('reopen_at')
        batch_op.drop_column('disposed_at')
        batch_op.drop_column('disposed_by')
        batch_op.drop_column('disposition')
        batch_op.drop_column('suppressed')
        batch_op.drop_column('inhibited_by')
        batch_op.drop_column('group_key')
        batch_op.drop_column('head')
        batch_op.drop_column('evidence')
        batch_op.drop_column('inputs')
        batch_op.drop_column('resolved_at')
        batch_op.drop_column('received_at')
        batch_op.drop_column('digest')
        batch_op.drop_column('family')

    with op.batch_alter_table('escalation', schema=None) as batch_op:
        batch_op.drop_index('ix_escalation_state_due')

    op.drop_table('escalation')
    with op.batch_alter_table('clock_step', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_clock_step_clock'))

    op.drop_table('clock_step')
    op.drop_table('team')
    op.drop_table('silence')
    op.drop_table('rule_cell')
    op.drop_table('quarantine')
    op.drop_table('plan')
    with op.batch_alter_table('notice', schema=None) as batch_op:
        batch_op.drop_index('ix_notice_state_due')
        batch_op.drop_index(batch_op.f('ix_notice_alert'))

    op.drop_table('notice')
    with op.batch_alter_table('clock', schema=None) as batch_op:
        batch_op.drop_index('ix_clock_state_due')

    op.drop_table('clock')
    op.drop_table('cap_message')
    with op.batch_alter_table('backtest', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_backtest_rule'))

    op.drop_table('backtest')
