"""Why a backup, a restore or a move does not begin, or is not to be trusted."""

from yingda.lib.errors import Refusal
from yingda.lib.say import say


class FileExists(Refusal):
    code = "backup.exists"
    sentence = say("文件 {path} 已存在，请换一个名字。", "The file {path} exists already: choose another name.")


class NotABackup(Refusal):
    code = "restore.not_a_backup"
    sentence = say("{path} 不是应答的备份文件：{why}", "{path} is not a backup of Yingda: {why}")


class Damaged(Refusal):
    code = "restore.damaged"
    sentence = say(
        "备份已损坏：{name} 的内容与清单不符。", "The backup is damaged: {name} differs from the list of contents."
    )


class OtherKind(Refusal):
    code = "restore.kind"
    sentence = say(
        "备份来自 {theirs}，而 DATABASE_URL 指向 {ours}。请先恢复到 {theirs}，需要时再用 yingda move-to 搬迁。",
        "The backup comes from {theirs}, but DATABASE_URL is {ours}. Restore it to {theirs} first; "
        "yingda move-to can move it then.",
    )


class Newer(Refusal):
    code = "restore.newer"
    sentence = say(
        "备份来自较新的版本（{migration}）。请先升级应答，再恢复。",
        "The backup comes from a newer version ({migration}). Upgrade Yingda first, then restore.",
    )


class TargetNotEmpty(Refusal):
    code = "restore.not_empty"
    sentence = say(
        "{target} 里已有数据。确要替换，请加 --force（原有 SQLite 数据会另存一份，PostgreSQL 数据会被删除）。",
        "{target} is not empty. To replace it, add --force (SQLite data are put aside, PostgreSQL data are removed).",
    )


class JournalBroken(Refusal):
    code = "restore.journal"
    sentence = say(
        "数据已写入，但日志核对没有通过，请勿使用。详情见上。",
        "The data are there, but the journal does not verify: do not use them. Details above.",
    )


class NotFromSqlite(Refusal):
    code = "move.source"
    sentence = say(
        "move-to 把 SQLite 搬到 PostgreSQL，而现在的 DATABASE_URL 已是 PostgreSQL。",
        "move-to moves from SQLite to PostgreSQL, but DATABASE_URL is PostgreSQL already.",
    )


class NotSearchable(Refusal):
    code = "move.search"
    sentence = say(
        "数据已搬到目标，但搜索索引没有建成（详情见上）。请将 DATABASE_URL 设为新地址，再运行 yingda search rebuild。",
        "The data are there, but the search indexes could not be built (details above). Set DATABASE_URL to the new "
        "address and run yingda search rebuild.",
    )


class NotToPostgres(Refusal):
    code = "move.target"
    sentence = say(
        "目标必须是 postgresql://… 形式的地址。", "The target must be an address that begins with postgresql://"
    )


class NotMigrated(Refusal):
    code = "move.not_migrated"
    sentence = say("请先运行 yingda migrate。", "Run yingda migrate first.")


class CountsDiffer(Refusal):
    code = "move.counts"
    sentence = say(
        "表 {table} 应有 {wanted} 行，目标里有 {found} 行，已撤销。",
        "Table {table} should have {wanted} rows, the target has {found}: nothing was kept.",
    )


class TablesDiffer(Refusal):
    code = "move.tables"
    sentence = say("目标缺少这些表：{tables}", "The target lacks these tables: {tables}")
